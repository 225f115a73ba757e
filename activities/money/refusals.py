"""A year or a redemption that is refused after its approval was taken back: what it held is free again."""

from activities.entering import Entered
from activities.money.bookings import matter_of, promise, undo_redemption
from activities.money.top_ups import undo_top_up
from adapters.store.money.awards import add_award, latest_award
from adapters.store.money.vouchers import (
    ISSUED,
    USED,
    issued_left,
    mark_used,
    refuse_redemption,
    voucher_of,
)
from domain.calculator.award import CalculationStep, SheetLine
from domain.case.record.events import Event
from domain.case.verbs import ENTER_STAGE
from domain.money import ZERO, plain


def release_refused(entered: Entered) -> None:
    """Nothing is promised for what is refused; what never was approved held nothing."""
    match entered.step.event:
        case Event.INSTALMENT_REFUSED | Event.INSTALMENT_MISSED:
            _release_year(entered)
        case Event.REDEMPTION_REFUSED:
            _release_redemption(entered)
        case Event.TOP_UP_RETURNED:
            undo_top_up(entered)


def _release_year(entered: Entered) -> None:
    session, case, step = entered.session, entered.case, entered.step
    latest = latest_award(session, case.number, step.subject)
    if latest is None or not latest.award.amount:
        return
    award = latest.award
    line = SheetLine(
        step=CalculationStep.CORRECTED,
        clause=entered.subsidy.clause,
        quote=entered.subsidy.quote,
        explanation=f"原核定 {plain(award.amount or ZERO)} 元已更正，本年度不予兑现",
        result=ZERO,
    )
    changed = award.model_copy(
        update={"amount": ZERO, "before_higher_of": ZERO, "lines": (*award.lines, line)}
    )
    add_award(session, case, changed, step.seq, latest.phase, step.subject, step.at, latest.facts)
    matter = matter_of(entered.office.policy_of(case), case)
    promise(session, matter, step.subject, ZERO, f"{step.key(ENTER_STAGE.name)}/refused", step.at)


def _release_redemption(entered: Entered) -> None:
    session, case, step = entered.session, entered.case, entered.step
    voucher = voucher_of(session, case.number)
    if voucher is None:
        return
    matter, key = matter_of(entered.office.policy_of(case), case, voucher.year), step.key(ENTER_STAGE.name)
    undo_redemption(session, matter, step.subject, f"{key}/refused", step.at)
    refuse_redemption(session, case.number, step.subject)
    if voucher.status in {ISSUED, USED}:  # one that has ended stays so
        mark_used(session, case.number, is_used=not issued_left(session, case.number))
