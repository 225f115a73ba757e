"""What was paid too little (补足差额): decided as any amount, less what was given already, and promised as a part of its own."""

from decimal import Decimal
from typing import Any

from activities.entering import Entered
from activities.money.awards import computed, facts_of, judged_now, keep_judged
from activities.money.bookings import matter_of, promise
from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.earlier_acts import last_top_up
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.money.awards import (
    TOP_UP_PHASE,
    ComputedAward,
    add_award,
    last_part,
    latest_award,
    top_ups_of,
)
from adapters.store.money.ledger import balance, subjects_with
from adapters.store.money.once import keep_reports
from adapters.store.money.parts import AwardedParts, awarded_for, given_for
from adapters.store.writing import Session
from domain.calculator.award import Award, CalculationStep, SheetLine
from domain.calendar import shanghai_date
from domain.case.record.events import Event
from domain.case.record.money_steps import ToppedUp, TopUpRequest
from domain.case.record.steps import Assessment
from domain.case.verbs import ENTER_STAGE, TOP_UP
from domain.catalogue.facts import Phase
from domain.catalogue.schema import SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import FieldError, InvalidInput, NotEligible, Refusal, RefusalFacts, WrongStage
from domain.ledger.accounts import Account
from domain.ledger.subjects import Subject
from domain.money import ZERO, plain

WHOLE: dict[str, Phase] = {"acceptance": Phase.ACCEPTANCE, "instalment": Phase.INSTALMENT}
"""Phase of an award → whose figures a top-up gives whole: those on file may be of another year."""


@verb(TOP_UP)
def top_up(office: CaseOffice, session: Session, case: FiledCase, asked: TopUpRequest) -> ToppedUp:
    """Compute the award of a year, or of the case, by figures that are verified now; promise what was not given of it.

    Raises nothing: where nothing is due the answer is a refusal, and nothing has changed.
    """
    subsidy = office.subsidy_of(case)
    decided, given = (
        latest_award(session, case.number, asked.number),
        given_for(session, case.number, asked.number),
    )
    if subsidy.voucher is not None or decided is None or not given:
        return ToppedUp(refusal=_nothing_paid(subsidy, asked).facts)
    assessment = Assessment(
        phase=decided.phase,
        subject=asked.number,
        **asked.model_dump(include={"case_number", "seq", "at", "verified_facts"}),
        other_funding=asked.other_funding,
    )
    wrong = _wrong_figures(subsidy, case, decided, assessment)
    found = wrong.facts if wrong else computed(office, session, case, assessment)
    if isinstance(found, RefusalFacts):
        return ToppedUp(refusal=_as_sent(found))
    on_base, award = found
    refusal = (
        _another_thing(subsidy, case, on_base, assessment)
        or award.refusal(subsidy.name, is_verified=True)
        or _nothing_due(award, given)
    )
    if refusal is not None:
        return ToppedUp(refusal=_as_sent(refusal.facts))
    return _promised(office, session, case, assessment, award, given)


def _promised(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    assessment: Assessment,
    award: Award,
    given: Decimal,
) -> ToppedUp:
    """Keep the award of the difference and what was found for it, and promise it.

    Its figures are those of the case once nobody sent it back (``take_up_figures``).
    """
    subsidy, number, at = office.subsidy_of(case), assessment.subject, assessment.at
    before = awarded_for(session, case.number, number)
    part = Subject.parse(number)._replace(top_up=top_ups_of(session, case.number) + 1)
    subject = str(part)
    rest, facts = _less_given(subsidy, award, before, given), facts_of(office, case, assessment)
    in_hand = subjects_with(session, case.number, Account.PROMISED)
    add_award(session, case, rest, assessment.seq, TOP_UP_PHASE, subject, at, facts)
    if subsidy.rule.kind == "testing":
        keep_reports(session, case.number, award.reports)
    due = rest.amount or ZERO
    promise(session, matter_of(office.policy_of(case), case), subject, due, assessment.key(TOP_UP.name), at)
    keep_judged(session, judged_now(case, assessment, number, assessment.other_funding))
    change_case(session, case.number, amount=due)
    shown = None if in_hand else before.amount + due
    is_stated = subsidy.rule.kind == "stated"
    return ToppedUp(subject=subject, amount=due, given=given, shown=shown, is_stated=is_stated)


def take_up_figures(entered: Entered) -> None:
    """A difference that stands: what was verified for it is verified. Figures of a year stay with its award: those on file are of the year in hand."""
    step, case = entered.step, entered.case
    if step.event is Event.TOPPED_UP and step.subject.startswith("T"):
        verified = last_top_up(entered.session, case.number)["verified_facts"]
        change_case(
            entered.session, case.number, verified_facts={**(case.verified_facts or {}), **verified} or None
        )


def undo_top_up(entered: Entered) -> None:
    """A difference that was sent back before any money: what was promised, found and counted for it is so no more."""
    session, case, subject = entered.session, entered.case, entered.step.subject
    number, step = Subject.parse(subject).award, entered.step
    undone, before = (
        latest_award(session, case.number, subject),
        last_part(session, case.number, number, beside=subject),
    )
    if undone is None or before is None:
        raise ValueError(f"{case.number}: nothing was topped up as {subject}")
    line = SheetLine(
        step=CalculationStep.CORRECTED,
        clause=entered.subsidy.clause,
        quote=entered.subsidy.quote,
        explanation=f"原定补足 {plain(undone.award.amount or ZERO)} 元未获同意，不予补足",
        result=ZERO,
    )
    nothing = {"amount": ZERO, "before_higher_of": ZERO, "lines": (*undone.award.lines, line)}
    award = before.award.model_copy(update=nothing)
    add_award(session, case, award, step.seq, TOP_UP_PHASE, subject, step.at, before.facts)
    if entered.subsidy.rule.kind == "testing":
        keep_reports(session, case.number, award.reports)
    matter = matter_of(entered.office.policy_of(case), case)
    promise(session, matter, subject, ZERO, f"{step.key(ENTER_STAGE.name)}/returned", step.at)
    stands = tuple(judged for judged in case.funding_judgements if judged.at != undone.at)
    keep_judged(session, case.model_copy(update={"funding_judgements": stands}))


def rest_of(office: CaseOffice, session: Session, case: FiledCase, subject: str, whole: Award) -> Award:
    """What a difference comes to of an award that was worked out once more: less what was given beside it.

    Where nothing is left, what was paid still counts for what it was paid for.
    """
    number = Subject.parse(subject).award
    promised = balance(session, matter_of(office.policy_of(case), case).place(Account.PROMISED, subject))
    before = awarded_for(session, case.number, number, beside=subject)
    given = given_for(session, case.number, number) - promised
    rest = _less_given(office.subsidy_of(case), whole, before, given)
    stands = last_part(session, case.number, number, beside=subject)
    if rest.amount or stands is None:
        return rest.model_copy(update={"eligible": True})
    counted = {name: getattr(stands.award, name) for name in ("milestones", "by_year", "reports")}
    return rest.model_copy(update={"eligible": True, **counted})


def _wrong_figures(
    subsidy: SubsidyType, case: FiledCase, decided: ComputedAward, assessment: Assessment
) -> InvalidInput | None:
    """Figures of a later phase are given whole, and no others; a stated amount is given with what states it."""
    rule, given = subsidy.rule, assessment.verified_facts or {}
    missing = [name for name in (rule.facts if rule.kind == "stated" else ()) if given.get(name) is None]
    fields = tuple(
        FieldError(
            path=f"verified_facts.{name}", message=f"须录入“{subsidy.fact(name).label}”：金额须有文号和依据"
        )
        for name in missing
    )
    phase = WHOLE.get(decided.phase)
    try:
        if phase is not None:
            validate_facts(subsidy, given, (phase,), shanghai_date(assessment.at), case.readings)
    except InvalidInput as wrong:
        fields = wrong.facts.fields
    if not fields:
        return None
    return InvalidInput(
        "补足差额的核实数据需要更正。",
        why="补足差额按该次核定所依据的数据重新计算，各项数据须一并核实。",
        clause=subsidy.clause,
        remedy="请按各项提示更正后重新提交。",
        fields=fields,
    )


def _as_sent(refusal: RefusalFacts) -> RefusalFacts:
    """Each figure under the name of the field that it was sent in."""
    fields = tuple(
        field.model_copy(update={"path": f"verified_{field.path}"})
        if field.path.startswith("facts")
        else field
        for field in refusal.fields
    )
    return refusal.model_copy(update={"fields": fields})


def _another_thing(
    subsidy: SubsidyType, case: FiledCase, on_base: FiledCase, assessment: Assessment
) -> Refusal | None:
    """Figures that make it another project, or another year, are no correction of what was paid."""
    once = subsidy.once.fact if subsidy.once else None
    given: dict[str, Any] = assessment.verified_facts or {}
    is_other_year = once is not None and given.get(once, case.facts.get(once)) != case.facts.get(once)
    if on_base.award_base == case.award_base and not is_other_year:
        return None
    named = [name for name in (*subsidy.award_base.facts, *([once] if once else [])) if name in given]
    return InvalidInput(
        "核实数据改变了奖补对象或所属年度，不能补足差额。",
        why="补足差额只补原核定对象、原核定年度少付的部分。",
        clause=subsidy.clause,
        remedy="请核对数据；属于另一对象或另一年度的，由申请单位另行申请；原核定有误的，可以决定追回。",
        fields=tuple(
            FieldError(path=f"verified_facts.{name}", message="不得改变奖补对象和所属年度") for name in named
        ),
    )


def _nothing_paid(subsidy: SubsidyType, asked: TopUpRequest) -> Refusal:
    if subsidy.voucher is not None:
        return WrongStage(
            "算力券按发票兑付，不以补足差额办理。",
            clause=subsidy.clause,
            remedy="兑付金额有误的，请在资金下达前更正；资金已下达的，请对余额另行兑付。",
        )
    what = f"第{asked.number}个补助年度" if asked.number else "本案"
    return WrongStage(
        f"{what}没有已拨付的款项，不能补足差额。", remedy="尚未拨付的，请更正决定；请核对年度（number）。"
    )


def _nothing_due(award: Award, given: Decimal) -> Refusal | None:
    """Why nothing is to be paid in addition: what was given is as much, or more."""
    if award.amount is not None and award.amount > given:
        return None
    return NotEligible(
        f"按核实数据核定 {plain(award.amount or ZERO)} 元，已拨付 {plain(given)} 元，没有少付。",
        why="补足差额须核定金额高于已拨付的金额；已决定追回的款项，只能通过撤销追回退还。",
        clause="附则(五)",
        remedy="请核对数据；多付的，可以决定追回；追回有误的，请撤销追回。",
    )


def _less_given(subsidy: SubsidyType, award: Award, before: AwardedParts, given: Decimal) -> Award:
    """The award less what was given, with its line on the sheet.

    What it counts (reports, milestones, the shares of years) stays that of the whole: the last award of a case says it for all its money.
    """
    whole = award.amount or ZERO
    rest = max(whole - given, ZERO)
    line = SheetLine(
        step=CalculationStep.PAID_ALREADY,
        clause=subsidy.clause,
        quote=subsidy.quote,
        explanation=f"{plain(whole)} 元 - 已拨付 {plain(given)} 元 = {plain(rest)} 元"
        + ("，扣除后不足零的按零计" if whole < given else ""),
        result=rest,
    )
    standard = (whole if award.before_higher_of is None else award.before_higher_of) - before.standard
    changes = {
        "amount": rest,
        "before_higher_of": standard if standard > rest else None,
        "lines": (*award.lines, line),
    }
    return award.model_copy(update=changes)
