"""Computing the award of a case from declared and verified figures."""

from decimal import Decimal
from typing import Any, Final

from activities.money.bookings import matter_of, promise
from activities.money.priors import prior_of
from activities.office import CaseOffice
from activities.payments.stops import refusal_while_stopped
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.money.awards import add_award
from adapters.store.writing import Session, hold
from domain.calculator.award import Award, unexplained
from domain.calculator.calculate import calculate
from domain.calendar import shanghai_date
from domain.case.acts.act import Facts
from domain.case.filing import procedure_dates
from domain.case.record.steps import Assessed, Assessment
from domain.case.verbs import ASSESS_AWARD
from domain.catalogue.facts import Phase
from domain.catalogue.schema import SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, NotEligible
from domain.money import ZERO

PHASES: Final[dict[str, tuple[Phase, ...]]] = {
    "filing": (Phase.FILING,),
    "acceptance": (Phase.FILING, Phase.ACCEPTANCE),
    "instalment": (Phase.FILING, Phase.INSTALMENT),
}
"""Phase of an assessment → whose facts are known by then."""


@verb(ASSESS_AWARD)
def assess_award(office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment) -> Assessed:
    """Compute the award under the pinned policy version and readings.

    Figures that are wrong or do not carry an award come back as a refusal and change nothing in the file.
    """
    hold(session, f"unit:{case.unit}")
    subsidy = office.subsidy_of(case)
    stopped = refusal_while_stopped(session, case) if assessment.phase == "instalment" else None
    if stopped is not None:
        return Assessed(refusal=stopped)
    try:
        award = _calculate(office, session, case, assessment)
    except InvalidInput as wrong:
        return Assessed(refusal=wrong.facts)
    claimed = _claimed(office, session, case, assessment, award)
    refusal = (
        award.refusal(subsidy.name, is_verified=True)
        or _too_early(subsidy, award, assessment)
        or unexplained(award.amount if claimed is None else claimed, award.amount, assessment.reason)
    )
    if refusal is not None:
        award = award.model_copy(update={"eligible": False})
    add_award(session, case, award, assessment.seq, assessment.phase, assessment.subject, assessment.at)
    if refusal is not None:
        return Assessed(refusal=refusal.facts)
    _promise(office, session, case, assessment, award)
    _take_up(session, case, assessment, award)
    return Assessed(amount=award.amount, claimed=claimed, **_dates(case, subsidy, assessment))


def _claimed(
    office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment, award: Award
) -> Decimal | None:
    """What the applicant's own figures come to, where that is another amount; None where it is not."""
    claimed = assessment.claimed_facts
    if claimed is None or claimed == assessment.verified_facts or not award.eligible:
        return None
    as_claimed = assessment.model_copy(update={"verified_facts": claimed})
    amount = _calculate(office, session, case, as_claimed).amount or ZERO
    return None if amount == award.amount else amount


def _promise(
    office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment, award: Award
) -> None:
    """Enter the promise; a voucher promises nothing before it is issued."""
    if office.subsidy_of(case).voucher is None and award.amount is not None:
        key, matter = assessment.key(ASSESS_AWARD.name), matter_of(office.policy_of(case), case)
        promise(session, matter, assessment.subject, award.amount, key, assessment.at)


def _dates(case: FiledCase, subsidy: SubsidyType, assessment: Assessment) -> dict[str, Any]:
    """The days of the procedure, where the verified figures of filing move them."""
    phases = PHASES["filing"]
    if assessment.phase != "filing":
        return {}
    given = {**known_facts(subsidy, case, phases), **(assessment.verified_facts or {})}
    return procedure_dates(subsidy, validate_facts(subsidy, given, phases, case.filed_on), case.readings)


def _calculate(office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment) -> Award:
    """Filing facts are judged on the day of filing, later ones on their own day."""
    policy, phases = office.policy_of(case), PHASES[assessment.phase]
    today = shanghai_date(assessment.at)
    return calculate(
        policy,
        case.code,
        {**known_facts(policy.type(case.code), case, phases), **(assessment.verified_facts or {})},
        on=case.filed_on if assessment.phase == "filing" else today,
        phases=phases,
        readings=case.readings,
        prior=prior_of(session, office.catalogue, policy, case, today.year, subject=assessment.subject),
    )


def known_facts(subsidy: SubsidyType, case: FiledCase, phases: tuple[Phase, ...]) -> Facts:
    """The figures on file for these phases; those of other phases are left out."""
    others = {fact.name for fact in subsidy.facts if fact.phase not in phases}
    return {name: value for name, value in case.facts.items() if name not in others}


def _too_early(subsidy: SubsidyType, award: Award, assessment: Assessment) -> NotEligible | None:
    """6.2: before its day, the awaited event counts only when the cap is reached."""
    happened_on, opens_on = assessment.happened_on, assessment.opens_on
    if happened_on is None or opens_on is None or happened_on >= opens_on or award.cap_reached:
        return None
    return NotEligible(
        "未满两年且未达上限，暂不能登记验收。",
        why=f"验收日 {happened_on} 早于 {opens_on}，且金额未达到上限。",
        clause=subsidy.clause,
        remedy=f"请在 {opens_on} 及以后登记，或在金额达到上限后登记。",
        fields=(FieldError(path="accepted_on", message=f"不得早于 {opens_on}"),),
    )


def _take_up(session: Session, case: FiledCase, assessment: Assessment, award: Award) -> None:
    """Keep the verified figures and the amount in the file."""
    verified = {**(case.verified_facts or {}), **(assessment.verified_facts or {})}
    score = case.expert_score if assessment.expert_score is None else assessment.expert_score
    change_case(
        session, case.number, verified_facts=verified or None, expert_score=score, amount=award.amount
    )
