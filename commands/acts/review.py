"""What the office works out of checks and reviews, and of what the applicant supplements."""

from commands.acts import checks, review_checks
from commands.acts.experts import panel_score
from commands.acts.form import Submission
from commands.acts.telling import held_by_office, told
from domain.case.acts.filing import Supplement
from domain.case.acts.review import CheckCompleteness, CompletenessRequest, Review, ReviewRequest
from domain.case.earlier_work import brought_since, kept_on_paper, kept_points
from domain.case.record.stages import Stage
from domain.other_funding.declared import FIELD, declared_in

DECLARING = (FIELD, "C8")
"""What an applicant has made good that declares other money anew."""


def check_completeness(matter: Submission, said: CompletenessRequest) -> CheckCompleteness:
    """With what was received on paper earlier, and the defects in words."""
    there = (*kept_on_paper(matter.before), *held_by_office(matter.case, matter.before))
    kept = tuple(code for code in there if code not in said.received_on_paper)
    on_paper = (*kept, *said.received_on_paper)
    defects = review_checks.check_completeness(matter.wired, matter.case, said, on_paper)
    parts = told(matter, CheckCompleteness, said, defects)
    return matter.made(CheckCompleteness, said, **parts, received_on_paper=on_paper, kept=kept)


def supplement(matter: Submission, act: Supplement) -> Supplement:
    """With what was replaced and changed."""
    checks.check_supplement(matter.wired, matter.case, act.facts)
    documents = brought_since(matter.before, matter.documents)
    figures = review_checks.replaced(matter.wired, matter.case, act.facts)
    declared = act.other_funding
    is_new = declared is not None and declared != declared_in(matter.case.other_funding)
    return act.model_copy(update={"brought": (*documents, *figures, *(DECLARING if is_new else ()))})


def review(matter: Submission, said: ReviewRequest) -> Review:
    """With the points that stand confirmed from earlier, the defects in words, and what was found of other money."""
    is_second = matter.case.stage == Stage.EXPERT_REVIEW.value
    said, faults = review_checks.judged(matter.wired, matter.case, said, stands=is_second)
    kept = tuple(code for code in kept_points(matter.before) if code not in said.checklist)
    checklist = {**dict.fromkeys(kept, True), **said.checklist}
    defects = review_checks.check_review(matter.wired, matter.case, said, checklist, faults)
    parts = told(matter, Review, said, defects)
    score = panel_score(matter.wired, matter.case) if said.decision == "approve" else None
    return matter.made(Review, said, **parts, checklist=checklist, kept=kept, expert_score=score)
