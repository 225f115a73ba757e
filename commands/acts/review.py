"""What the office works out of checks and reviews, and of what the applicant supplements."""

from commands.acts import checks, review_checks
from commands.acts.form import Submission
from commands.acts.telling import acts_before, documents_of, held_by_office, told
from domain.case.acts.filing import Supplement
from domain.case.acts.review import CheckCompleteness, CompletenessRequest, Review, ReviewRequest
from domain.case.earlier_work import brought_since, kept_on_paper, kept_points


def check_completeness(matter: Submission, said: CompletenessRequest) -> CheckCompleteness:
    """With what was received on paper earlier, and the defects in words."""
    before = acts_before(matter)
    there = (*kept_on_paper(before), *held_by_office(matter.case, before))
    kept = tuple(code for code in there if code not in said.received_on_paper)
    on_paper = (*kept, *said.received_on_paper)
    defects = review_checks.check_completeness(matter.wired, matter.case, said, on_paper)
    parts = told(matter, CheckCompleteness, said, defects, before)
    return matter.made(CheckCompleteness, said, **parts, received_on_paper=on_paper, kept=kept)


def supplement(matter: Submission, act: Supplement) -> Supplement:
    """With what was replaced and changed."""
    checks.check_supplement(matter.wired, matter.case, act.facts)
    documents = brought_since(acts_before(matter), documents_of(matter))
    figures = review_checks.replaced(matter.wired, matter.case, act.facts)
    return act.model_copy(update={"brought": (*documents, *figures)})


def review(matter: Submission, said: ReviewRequest) -> Review:
    """With the points that stand confirmed from earlier, and the defects in words."""
    before = acts_before(matter)
    kept = tuple(code for code in kept_points(before) if code not in said.checklist)
    checklist = {**dict.fromkeys(kept, True), **said.checklist}
    defects = review_checks.check_review(matter.wired, matter.case, said, checklist)
    parts = told(matter, Review, said, defects, before)
    return matter.made(Review, said, **parts, checklist=checklist, kept=kept)
