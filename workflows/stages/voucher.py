"""Vouchers: issue from the year's pool, queue when it is empty, redeem in parts, expire."""

from datetime import date, timedelta
from typing import TypeAlias

from domain.calendar import shanghai_date
from domain.case.acts.vouchers import Redeem, ReviewRedemption
from domain.case.record.events import Event
from domain.case.record.narrative import day_text
from domain.case.record.stages import Stage
from domain.case.user_tasks import TermAsked, UserTask
from domain.case.verbs import ASSESS_REDEMPTION, ISSUE_VOUCHER, RELEASE_VOUCHER
from domain.departments import APPLICANT, CALENDAR
from domain.errors import RefusalFacts
from workflows.case import Case
from workflows.endings import DecisionCorrected, ProcedureEnded, TaskOver, Woken
from workflows.stages.deciding.assessment import found_by
from workflows.stages.deciding.oversight import approve_as_head
from workflows.stages.payee import forget_named, take_named
from workflows.stages.payment import pay
from workflows.trail import Laps

Redeeming: TypeAlias = tuple[Event, tuple[str, ...]]

PATIENCE = timedelta(days=3, hours=1)
"""After this a case asks again by itself: whoever it waited for and did not come is waited for no longer."""

NOTHING_LEFT = "本单位当年算力券已达年度上限（第2条）。"
QUEUED = "当年算力券额度已用完，您排在第{place}位；有额度释放时自动递补。"
HELD = "拨付已停止，暂不发放算力券；恢复拨付后自动发放。"
WAITING_FOR_OTHERS = "受理完备更早的案件正在发放，轮到您时自动发放。"


async def issue(case: Case, *, keeps_days: bool = False) -> None:
    """Reserve and issue; → 额度排队 while the pool is empty, or a stop stands. The year's end settles what still queues."""
    laps: Laps[None] = Laps(case, "queue", None)
    while True:
        laps.top(None)
        case.waiting.is_woken = False  # whatever came before is answered now
        issued = await case.do(ISSUE_VOUCHER, valid_months=case.plan.voucher_months, keeps_days=keeps_days)
        if issued.face is not None:
            if not issued.face:
                raise ProcedureEnded(Stage.REJECTED, Event.NOT_SELECTED, issued.reason or NOTHING_LEFT)
            case.keep(amount=issued.face, voucher_left=issued.face, expires_on=issued.expires_on)
            return
        if issued.refusal is not None:
            await wait_for_lift(case, issued.refusal)
            continue
        year_end = date(shanghai_date(case.clock.now()).year, 12, 31)
        asked = TermAsked(name="pool_year", label="当年算力券额度释放或年度届满", until=year_end)
        await case.enter(
            Stage.QUEUED_FOR_QUOTA,
            Event.VOUCHER_QUEUED,
            UserTask(party=CALENDAR, asked=asked),
            reason=WAITING_FOR_OTHERS if issued.awaits_others else QUEUED.format(place=issued.place),
        )
        patience = PATIENCE if issued.awaits_others else None
        if isinstance(await case.act_of(TaskOver, Woken, patience=patience, heeds_wake=True), TaskOver):
            raise ProcedureEnded(Stage.REJECTED, Event.NOT_SELECTED, "当年算力券总额已用完。")


async def wait_for_lift(case: Case, refusal: RefusalFacts) -> None:
    """→ 额度排队 while a stop of payment stands: no day ends it, and when the stop is lifted the case asks again."""
    if case.stage is not Stage.QUEUED_FOR_QUOTA or case.tasks:
        await case.enter(Stage.QUEUED_FOR_QUOTA, Event.VOUCHER_HELD, reason=f"{HELD}{refusal.why}")
    await case.act_of(Woken, patience=PATIENCE, heeds_wake=True)


async def open_voucher(case: Case, event: Event, reason: str = "", subject: str = "") -> None:
    """→ 待兑付: the applicant may redeem until the voucher expires."""
    asked = TermAsked(name="voucher_validity", label="算力券有效期", until=case.state.expires_on)
    task = UserTask(party=APPLICANT, acts=("redeem",), asked=asked)
    await case.enter(Stage.VOUCHER, event, task, reason=reason, subject=subject)


async def redeem_once(case: Case) -> tuple[Event, str] | TaskOver:
    """Wait for one redemption and carry it out: what came of it, and what is told; or the end of the voucher's term."""
    act = await case.act_of(Redeem, TaskOver)
    if isinstance(act, TaskOver):
        return act
    take_named(case, act)
    number = case.state.redemptions + 1
    case.keep(redemptions=number)
    return await settle_redemption(case, number, act, Event.REDEMPTION_CLAIMED)


async def settle_redemption(
    case: Case, number: int, act: Redeem, event: Event, not_by: tuple[str, ...] = ()
) -> tuple[Event, str]:
    """Review and payment of one redemption; what came of it, and what is told.

    Who decided it before and was contested does not review it.
    """
    left = case.state.voucher_left
    case.keep(redemption=number)
    laps: Laps[Redeeming] = Laps(case, "redemption", Redeeming)
    while True:
        event, not_by = laps.top((event, not_by))
        case.keep(voucher_left=left)
        task = case.plan.lead_task(
            "review_redemption", term="redemption_review", subject=str(number), not_by=not_by
        )
        await case.enter(Stage.VOUCHER, event, task, subject=str(number))
        if not await review_redemption(case, number, act):
            return Event.REDEMPTION_REFUSED, ""
        try:
            await approve_as_head(case, Stage.VOUCHER, str(number))
            return await pay(case, str(number))
        except DecisionCorrected as corrected:
            not_by = corrected.not_by or not_by
            event = Event.DECISION_CORRECTED


async def review_redemption(case: Case, number: int, claim: Redeem) -> bool:
    """The lead's decision; an approval takes the amount off the voucher (fully paid invoices alone count)."""
    laps: Laps[None] = Laps(case, "review of a redemption", None)
    while True:
        laps.top(None)
        act = await case.act_of(ReviewRedemption)
        if act.decision != "approve":
            forget_named(case)
            return False
        redemption = await case.do(
            ASSESS_REDEMPTION,
            redemption=number,
            invoices=claim.invoices,
            verified_paid=act.verified_paid,
            other_funding=found_by(act),
        )
        if redemption.refusal is None:
            case.keep(amount=redemption.amount, voucher_left=redemption.left, decided_by=act.by.people)
            return True
        case.inbox.give_back(act, redemption.refusal)


def expired(over: TaskOver) -> str:
    """What the applicant reads when the voucher has run out."""
    assert over.task.term is not None
    return f"算力券有效期至{day_text(over.task.term.due_on)}，届满时仍有余额未兑付。"


async def release(case: Case, why: str) -> None:
    """Give back what is left on the voucher, so that the queue moves up."""
    await case.do(RELEASE_VOUCHER, why=why)
    case.keep(voucher_left=None)
