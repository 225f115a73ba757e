"""Vouchers: issue from the year's pool, queue when it is empty, redeem in parts, expire."""

from datetime import date, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.money_acts import Redeem, ReviewRedemption
    from domain.case.record.events import Event
    from domain.case.record.money_steps import (
        Redemption,
        RedemptionRequest,
        VoucherEnd,
        VoucherIssued,
        VoucherRequest,
    )
    from domain.case.record.narrative import day_text
    from domain.case.record.stages import Stage
    from domain.case.turns import TermAsked, Turn
    from domain.departments import APPLICANT, CALENDAR
    from domain.frozen import Frozen

from workflows.case import Case
from workflows.endings import RoadEnded, TurnOver
from workflows.options import record
from workflows.stages.payment import pay

PATIENCE = timedelta(days=3, hours=1)
"""After this a case asks again by itself: whoever it waited for and did not come is waited for no longer."""

NOTHING_LEFT = "本单位当年算力券已达年度上限（第2条）。"
QUEUED = "当年算力券额度已用完，您排在第{place}位；有额度释放时自动递补。"
WAITING_FOR_OTHERS = "受理完备更早的案件正在发放，轮到您时自动发放。"


async def issue(case: Case) -> None:
    """Reserve and issue; → 额度排队 while the pool is empty. The year's end settles what still queues."""
    while True:
        case.nudged = False
        message = VoucherRequest(
            case_number=case.plan.case_number,
            seq=case.next_seq(),
            at=workflow.now(),
            valid_months=case.plan.voucher_months,
        )
        issued = await record("issue_voucher", message, VoucherIssued, "发放算力券")
        if issued.face is not None:
            if not issued.face:
                raise RoadEnded(Stage.REJECTED, Event.NOT_SELECTED, issued.reason or NOTHING_LEFT)
            case.keep(amount=issued.face, voucher_left=issued.face, expires_on=issued.expires_on)
            return
        year_end = date(shanghai_date(workflow.now()).year, 12, 31)
        asked = TermAsked(name="pool_year", label="当年算力券额度释放或年度届满", until=year_end)
        await case.enter(
            Stage.QUEUED_FOR_QUOTA,
            Event.VOUCHER_QUEUED,
            Turn(party=CALENDAR, asked=asked),
            reason=WAITING_FOR_OTHERS if issued.awaits_others else QUEUED.format(place=issued.place),
        )
        patience = PATIENCE if issued.awaits_others else None
        if isinstance(await case.next_act(patience, heeds_nudge=True), TurnOver):
            raise RoadEnded(Stage.REJECTED, Event.NOT_SELECTED, "当年算力券总额已用完。")


async def open_voucher(case: Case, event: Event, reason: str = "", subject: str = "") -> None:
    """→ 待兑付: the applicant may redeem until the voucher expires."""
    asked = TermAsked(name="voucher_validity", label="算力券有效期", until=case.state.expires_on)
    turn = Turn(party=APPLICANT, acts=("redeem",), asked=asked)
    await case.enter(Stage.VOUCHER, event, turn, reason=reason, subject=subject)


async def redeem_once(case: Case) -> tuple[Event, str] | TurnOver:
    """Wait for one redemption and carry it out: what came of it, and what is told; or the end of the voucher's term."""
    act = await case.next_act()
    if isinstance(act, TurnOver):
        return act
    assert isinstance(act, Redeem)
    number = case.state.redemptions + 1
    case.keep(redemptions=number)
    turn = case.lead_turn("review_redemption", term="redemption_review", subject=str(number))
    await case.enter(Stage.VOUCHER, Event.REDEMPTION_CLAIMED, turn, subject=str(number))
    if not await review_redemption(case, number, act):
        return Event.REDEMPTION_REFUSED, ""
    return await pay(case, str(number))


async def review_redemption(case: Case, number: int, claim: Redeem) -> bool:
    """The lead's decision; an approval takes the amount off the voucher (fully paid invoices alone count)."""
    while True:
        act = await case.next_act()
        assert isinstance(act, ReviewRedemption)
        if act.decision != "approve":
            return False
        message = RedemptionRequest(
            case_number=case.plan.case_number,
            seq=case.next_seq(),
            at=workflow.now(),
            redemption=number,
            invoices=claim.invoices,
            verified_paid=act.verified_paid,
        )
        redemption = await record("assess_redemption", message, Redemption, "核算兑付金额")
        if redemption.refusal is None:
            case.keep(amount=redemption.amount, voucher_left=redemption.left)
            return True
        case.give_back(act, redemption.refusal)


def expired(over: TurnOver) -> str:
    """What the applicant reads when the voucher has run out."""
    assert over.turn.term is not None
    return f"算力券有效期至{day_text(over.turn.term.due_on)}，届满时仍有余额未兑付。"


async def release(case: Case, why: str) -> None:
    """Give back what is left on the voucher, so that the queue moves up."""
    message = VoucherEnd(case_number=case.plan.case_number, seq=case.next_seq(), at=workflow.now(), why=why)
    await record("release_voucher", message, Frozen, "释放算力券额度")
