"""From the completeness check to the departments' signatures."""

from api.auth import APPLICANT_ONLY, OFFICIAL_ONLY
from commands.acts import checks, review_checks
from commands.acts.form import ActForm, Matter
from commands.acts.review_bodies import CompletenessBody, ReviewBody
from commands.acts.telling import acts_before, documents_of, held_by_office, telling_parts
from commands.bodies import SettlementBody, SignOffBody, SupplementBody
from domain.case.acts import CheckCompleteness, Review, Settle, SignOff, Supplement
from domain.case.earlier_work import brought_since, kept_on_paper, kept_points


def _check_completeness(matter: Matter, body: CompletenessBody) -> CheckCompleteness:
    before = acts_before(matter)
    there = (*kept_on_paper(before), *held_by_office(matter.case, before))
    kept = tuple(code for code in there if code not in body.received_on_paper)
    on_paper = (*kept, *body.received_on_paper)
    defects = review_checks.check_completeness(matter.wired, matter.case, body, on_paper)
    return CheckCompleteness(
        **telling_parts(matter, body, defects, CheckCompleteness.kind, before),
        decision=body.decision,
        reason=body.reason,
        received_on_paper=on_paper,
        kept=kept,
        refer_to=body.refer_to,
    )


def _supplement(matter: Matter, body: SupplementBody) -> Supplement:
    case = matter.case
    checks.check_supplement(matter.wired, case, body.facts)
    documents = brought_since(acts_before(matter), documents_of(matter))
    return Supplement(
        **matter.parts,
        facts=body.facts,
        reason=body.reason,
        brought=(*documents, *review_checks.replaced(matter.wired, case, body.facts)),
    )


def _review(matter: Matter, body: ReviewBody) -> Review:
    before = acts_before(matter)
    kept = tuple(code for code in kept_points(before) if code not in body.checklist)
    checklist = {**dict.fromkeys(kept, True), **body.checklist}
    defects = review_checks.check_review(matter.wired, matter.case, body, checklist)
    return Review(
        **telling_parts(matter, body, defects, Review.kind, before),
        decision=body.decision,
        reason=body.reason,
        verified_facts=body.verified_facts,
        checklist=checklist,
        kept=kept,
        expert_score=body.expert_score,
    )


def _sign_off(matter: Matter, body: SignOffBody) -> SignOff:
    found: checks.Found = []
    checks.need_reason(body.decision, body.reason, ("object",), found)
    checks.wrong("会签意见需要更正。", found)
    return SignOff(**matter.parts, decision=body.decision, reason=body.reason)


def _settle(matter: Matter, body: SettlementBody) -> Settle:
    return Settle(**matter.parts, decision=body.decision, reason=body.reason)


CHECK_COMPLETENESS = ActForm(
    CheckCompleteness, CompletenessBody, OFFICIAL_ONLY, "completeness", _check_completeness
)
SUPPLEMENT = ActForm(Supplement, SupplementBody, APPLICANT_ONLY, "supplement", _supplement)
REVIEW = ActForm(Review, ReviewBody, OFFICIAL_ONLY, "review", _review)
SIGN_OFF = ActForm(SignOff, SignOffBody, OFFICIAL_ONLY, "signoffs", _sign_off)
SETTLE = ActForm(Settle, SettlementBody, OFFICIAL_ONLY, "settlement", _settle)
