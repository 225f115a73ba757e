"""Computing the award of a case from declared and verified figures."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from activities.money.bookings import matter_of, promise
from activities.money.priors import prior_of
from activities.money.projects import refusal_while_suspected
from activities.office import CaseOffice
from activities.payments.stops import refusal_while_stopped
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.money.awards import ComputedAward, add_award, latest_award
from adapters.store.money.once import keep_reports
from adapters.store.money.parts import AwardedParts
from adapters.store.money.priors import hold_priors
from adapters.store.writing import Session
from domain.calculator.award import Award, unexplained
from domain.calculator.calculate import calculate
from domain.calendar import shanghai_date
from domain.case.acts.act import Facts
from domain.case.filing import procedure_dates
from domain.case.record.steps import Assessed, Assessment, Request
from domain.case.verbs import ASSESS_AWARD
from domain.catalogue.facts import DECIDING, Phase
from domain.catalogue.schema import SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, NotEligible, RefusalFacts
from domain.money import ZERO
from domain.other_funding.judgement import GivenJudgement, JudgedFunding

PHASES: Final[dict[str, tuple[Phase, ...]]] = {
    "filing": DECIDING,
    "acceptance": (Phase.FILING, Phase.ACCEPTANCE),
    "instalment": (Phase.FILING, Phase.INSTALMENT),
}
"""Phase of an assessment → whose facts are known by then."""


@verb(ASSESS_AWARD)
def assess_award(office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment) -> Assessed:
    """Compute the award under the pinned policy version and readings.

    Figures that are wrong or do not carry an award come back as a refusal and change nothing in the file.
    """
    subsidy, found = office.subsidy_of(case), computed(office, session, case, assessment)
    if isinstance(found, RefusalFacts):
        return Assessed(refusal=found)
    case, award = found
    claimed = _claimed(office, session, case, assessment, award)
    refusal = (
        award.refusal(subsidy.name, is_verified=True)
        or _too_early(subsidy, award, assessment)
        or unexplained(award.amount if claimed is None else claimed, award.amount, assessment.reason)
    )
    if refusal is not None:
        award = award.model_copy(update={"eligible": False})
    facts = facts_of(office, case, assessment)
    add_award(
        session, case, award, assessment.seq, assessment.phase, assessment.subject, assessment.at, facts
    )
    if refusal is not None:
        return Assessed(refusal=refusal.facts)
    if subsidy.rule.kind == "testing":
        keep_reports(session, case.number, award.reports)
    _promise(office, session, case, assessment, award)
    _take_up(session, case, assessment, award)
    return Assessed(amount=award.amount, claimed=claimed, **_dates(case, subsidy, assessment))


def computed(
    office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment
) -> tuple[FiledCase, Award] | RefusalFacts:
    """The case on its base, and its award; or what stands against any. Whatever an amount is decided for, it is worked out here.

    What counts for the case is held, so that nobody else gives or takes it meanwhile.
    """
    subsidy = office.subsidy_of(case)
    hold_priors(session, subsidy, case)
    stands_against = _barred(office, session, case, assessment)
    if stands_against is not None:
        return stands_against
    try:
        case = _on_its_base(subsidy, case, assessment)
        return case, calculated(office, session, case, assessment)
    except InvalidInput as wrong:
        return wrong.facts


def _barred(
    office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment
) -> RefusalFacts | None:
    """What stands against any award now: a stop of payment, or another case that may be the same project.

    Figures that come later, or are verified, make cases alike that were not: they are compared as they are assessed.
    """
    stopped = refusal_while_stopped(session, case) if office.subsidy_of(case).has_money else None
    if stopped is not None:
        return stopped
    return refusal_while_suspected(session, office.catalogue, _as_verified(case, assessment))


def _claimed(
    office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment, award: Award
) -> Decimal | None:
    """What the applicant's own figures come to, where that is another amount; None where it is not."""
    claimed = assessment.claimed_facts
    if claimed is None or claimed == assessment.verified_facts or not award.eligible:
        return None
    as_claimed = assessment.model_copy(update={"verified_facts": claimed})
    amount = calculated(office, session, case, as_claimed).amount or ZERO
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


def calculated(office: CaseOffice, session: Session, case: FiledCase, assessment: Assessment) -> Award:
    """What an assessment comes to, with the figures that are verified now."""
    facts = facts_of(office, case, assessment)
    case = _as_verified(case, assessment)
    return _worked_out(office, session, case, assessment.phase, facts, assessment.subject, assessment.at)


def worked_out_again(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    number: str,
    last: ComputedAward | None,
    at: datetime,
    *,
    again: Mapping[str, AwardedParts] | None = None,
    is_final: bool = False,
) -> Award:
    """The award of a year, or of the case, from the figures that it was decided by ``last``: those on file may be of another year meanwhile.

    ``again`` and ``is_final`` are those of ``prior_of``.
    """
    first = latest_award(session, case.number, number)
    if first is None or last is None:
        raise ValueError(f"{case.number}: nothing was awarded as {number}")
    return _worked_out(
        office, session, case, first.phase, last.facts, number, at, again=again, is_final=is_final
    )


def _worked_out(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    phase: str,
    facts: Facts,
    subject: str,
    at: datetime,
    *,
    again: Mapping[str, AwardedParts] | None = None,
    is_final: bool = False,
) -> Award:
    """Filing facts are judged on the day of filing, later ones on their own day."""
    policy, today = office.policy_of(case), shanghai_date(at)
    return calculate(
        policy,
        case.code,
        facts,
        on=case.filed_on if phase == "filing" else today,
        phases=PHASES[phase],
        readings=case.readings,
        prior=prior_of(
            session,
            office.catalogue,
            policy,
            case,
            today.year,
            subject=subject,
            again=again,
            is_final=is_final,
        ),
    )


def facts_of(office: CaseOffice, case: FiledCase, assessment: Assessment) -> Facts:
    """The figures that an award is computed from: those on file, replaced by what is verified now."""
    on_file = known_facts(office.subsidy_of(case), case, PHASES[assessment.phase])
    return {**on_file, **(assessment.verified_facts or {})}


def _as_verified(case: FiledCase, assessment: Assessment) -> FiledCase:
    """The case as it will stand with the figures that are verified now, and what is found of other money."""
    verified = {**(case.verified_facts or {}), **(assessment.verified_facts or {})}
    found = {"verified_facts": verified or None}
    return judged_now(case, assessment, assessment.subject, assessment.other_funding).model_copy(update=found)


def judged_now(case: FiledCase, asked: Request, subject: str, given: GivenJudgement | None) -> FiledCase:
    """The case with a judgement of other money that is given now; None keeps what was found before."""
    if given is None:
        return case
    judged = JudgedFunding(
        **dict(given), subject=subject, seq=asked.seq, at=asked.at, declared=case.declared_funding(subject)
    )
    return case.model_copy(update={"funding_judgements": (*case.funding_judgements, judged)})


def _on_its_base(subsidy: SubsidyType, case: FiledCase, assessment: Assessment) -> FiledCase:
    """The case on the base that its verified figures name: a year may have been declared wrongly."""
    base = subsidy.award_base
    if not base.facts or assessment.phase != "filing":
        return case
    given = known_facts(subsidy, _as_verified(case, assessment), PHASES["filing"])
    facts = validate_facts(subsidy, given, PHASES["filing"], case.filed_on)
    return case.model_copy(update={"award_base": base.of(unit=case.unit, year=case.fiscal_year, facts=facts)})


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
        "未满两年且未达上限，暂不能登记达成。",
        why=f"达成日 {happened_on} 早于 {opens_on}，且金额未达到上限。",
        clause=subsidy.clause,
        remedy=f"请在 {opens_on} 及以后登记，或在金额达到上限后登记。",
        fields=(FieldError(path="accepted_on", message=f"不得早于 {opens_on}"),),
    )


def _take_up(session: Session, case: FiledCase, assessment: Assessment, award: Award) -> None:
    """Keep the verified figures, what was found of other money, and the amount in the file."""
    verified = {**(case.verified_facts or {}), **(assessment.verified_facts or {})}
    score = case.expert_score if assessment.expert_score is None else assessment.expert_score
    change_case(
        session,
        case.number,
        verified_facts=verified or None,
        expert_score=score,
        amount=award.amount,
        award_base=case.award_base,
    )
    keep_judged(session, judged_now(case, assessment, assessment.subject, assessment.other_funding))


def keep_judged(session: Session, case: FiledCase) -> None:
    """Keep what was found of other money, that of now included."""
    kept = [judged.model_dump(mode="json") for judged in case.funding_judgements]
    change_case(session, case.number, funding_judgements=kept)
