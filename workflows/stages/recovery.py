"""Recovery (追回): money that was paid wrongly comes back, in parts or set off; or the decision is reversed."""

from typing import TYPE_CHECKING, NamedTuple

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.money_acts import DecideRecovery, RecordRepayment, ReverseRecovery
    from domain.case.record.events import Event
    from domain.case.record.money_steps import (
        Receivable,
        ReceivableAsked,
        Reclaim,
        Reclaimed,
        Repayment,
        Reversal,
        Reversed,
    )
    from domain.case.record.stages import Stage
    from domain.case.time.clock import Stop, StopKind
    from domain.case.turns import TermAsked, Turn
    from domain.departments import APPLICANT, FINANCE_BUREAU
    from domain.errors import WrongStage
    from domain.money import plain

from workflows.endings import RoadEnded, TurnOver
from workflows.options import record
from workflows.stages.payment import pay

if TYPE_CHECKING:
    from workflows.case import Case

TERM = "recovery_repayment"
USUAL_WORKING_DAYS = 30
"""For cases whose policy was pinned before it had this term."""

Outcome = tuple[Event, str]
"""What came of a reversal, and what the applicant is told."""


class News(NamedTuple):
    """What happened while money is awaited: whose turn it is now, and how many nettings were told so far."""

    event: Event
    reason: str
    turns: tuple[Turn, ...]
    netted: int = 0


async def interrupt(case: "Case", decision: DecideRecovery) -> None:
    """Recover, and when the decision is reversed, go back to where the case was: the same turns, their terms going on.

    Raises:
        RoadEnded: all is back.
    """
    recovery = await begin(case, decision)
    if recovery is not None:
        stage, turns = case.stage, _set_aside(case.turns)
        event, reason = await recover(case, decision, recovery)
        await case.enter(stage, event, *turns, reason=reason)


async def begin(case: "Case", decision: DecideRecovery) -> str | None:
    """Enter the decision; the recovery's number, or None when the decision does not hold.

    Acts that came for turns of the road meanwhile are given back: nothing else goes on until the recovery is over.
    """
    reclaimed = await reclaim(case, decision)
    if reclaimed.refusal is not None:
        case.give_back(decision, reclaimed.refusal)
        return None
    case.is_recovering = True
    case.clear(WrongStage("本次办理未生效。", why="牵头部门已决定追回资金，案件转入追回。").facts)
    return reclaimed.recovery


async def recover(case: "Case", decision: DecideRecovery, recovery: str) -> Outcome:
    """→ 追回中 until all is back; what came of it when the decision is reversed.

    Raises:
        RoadEnded: all is back.
    """
    act = await collect(case, decision, recovery)
    outcome = await reverse(case, act, recovery)
    case.is_recovering = False
    return outcome


async def reclaim(case: "Case", decision: DecideRecovery) -> Reclaimed:
    """Enter the decision. A run that was begun before the case went on is told so by another decision's answer."""
    message = Reclaim(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        act=decision.id,
        amount=decision.amount,
        reason=decision.reason,
        clause=decision.clause,
        means=decision.means,
        document_number=decision.document_number,
    )
    reclaimed = await record("reclaim", message, Reclaimed, "登记追回决定")
    if reclaimed.act != decision.id:
        late = WrongStage("案件已有新的进展，本次决定未生效。", remedy="请查看案件详情后重新办理。")
        return Reclaimed(act=decision.id, refusal=late.facts)
    return reclaimed


async def collect(case: "Case", decision: DecideRecovery, recovery: str) -> ReverseRecovery:
    """→ 追回中: the letter, then repayments and what is set off, until nothing is left; the reversal if there is one.

    The applicant is reminded, then told that the term is over; the finance bureau is reminded, and late sums are
    escalated.

    Raises:
        RoadEnded: all is back.
    """
    news = News(Event.RECOVERY_DECIDED, _letter(decision), _turns(case, decision))
    while True:
        await case.enter(Stage.RECOVERY, news.event, *news.turns, reason=news.reason, subject=recovery)
        came = None
        while came is None:
            act = await case.next_act(heeds_nudge=True)
            if isinstance(act, ReverseRecovery):
                return act
            came = await take_in(case, act, recovery, news.netted)
        news = came


async def take_in(case: "Case", act: object, recovery: str, netted: int) -> News | None:
    """One thing that happened while money is awaited; None when nothing has changed.

    Raises:
        RoadEnded: nothing is left.
    """
    if isinstance(act, TurnOver):
        turns = (act.turn.gone_by(), *case.turns)
        return News(Event.RECOVERY_OVERDUE, "退回期限已过，仍有应退回的款项未收到。", turns, netted)
    if isinstance(act, RecordRepayment):
        return await take_repayment(case, act, recovery, netted)
    return await take_netting(case, recovery, netted)


async def take_repayment(case: "Case", act: RecordRepayment, recovery: str, netted: int) -> News | None:
    """A sum came back; more than is open is given back to who recorded it."""
    turn = case.used[act.id]
    receivable = await book(case, act, recovery)
    if receivable.refusal is not None:
        case.give_back(act, receivable.refusal)
        return None
    told = _standing(f"收到退回款项 {plain(act.amount)} 元", receivable)
    return News(Event.REPAYMENT_RECORDED, told, (*case.turns, turn), netted)


async def take_netting(case: "Case", recovery: str, netted: int) -> News | None:
    """Something was set off against a payment of another case; what was told already is not told again."""
    case.nudged = False
    receivable = await ask(case, recovery)
    parts = [f"{part.case_number} 抵扣 {plain(part.amount)} 元" for part in receivable.netted[netted:]]
    if not parts:
        return None
    told = _standing("从应付款项 " + "、".join(parts), receivable)
    return News(Event.RECOVERY_NETTED, told, case.turns, len(receivable.netted))


def _standing(came: str, receivable: Receivable) -> str:
    """What came back, and what is left.

    Raises:
        RoadEnded: nothing is.
    """
    if not receivable.left:
        raise RoadEnded(Stage.RECOVERED, Event.RECOVERED, f"{came}；应退回的款项已全部收回。")
    return f"{came}；尚有 {plain(receivable.left)} 元未收回。"


async def book(case: "Case", act: RecordRepayment, recovery: str) -> Receivable:
    """Enter a sum that came back."""
    message = Repayment(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        recovery=recovery,
        amount=act.amount,
        received_on=act.received_on,
    )
    return await record("record_repayment", message, Receivable, "登记退回款项")


async def ask(case: "Case", recovery: str) -> Receivable:
    """Ask what is left after something was set off."""
    message = ReceivableAsked(
        case_number=case.plan.case_number, seq=case.next_seq(), at=workflow.now(), recovery=recovery
    )
    return await record("tell_receivable", message, Receivable, "核对应追回余额")


async def reverse(case: "Case", act: ReverseRecovery, recovery: str) -> Outcome:
    """Undo the decision; what came back already is paid to the unit again: → 待资金安排 → 拨付中."""
    message = Reversal(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        recovery=recovery,
        reason=act.reason,
    )
    undone = await record("reverse_recovery", message, Reversed, "撤销追回")
    case.clear(WrongStage("本次办理未生效。", why="追回决定已撤销。").facts)
    if not undone.owed:
        return Event.RECOVERY_REVERSED, act.reason
    amount, reason = case.state.amount, f"{act.reason}已退回的 {plain(undone.owed)} 元将重新拨付给您。"
    case.keep(amount=undone.owed)
    outcome = await pay(case, recovery, Event.RECOVERY_REVERSED, reason)
    case.keep(amount=amount)
    return outcome


def _turns(case: "Case", decision: DecideRecovery) -> tuple[Turn, ...]:
    """Who is awaited: the unit, unless its next payments are set off; the bureau that sees the money; the lead may undo.

    Where the next payments are set off, nobody can be late.
    """
    days = case.plan.terms.get(TERM, USUAL_WORKING_DAYS)
    asked = TermAsked(name=TERM, label=case.plan.term_labels.get(TERM, "退回款项"), working_days=days)
    unit = Turn(party=APPLICANT, asked=asked)
    bureau = Turn(party=FINANCE_BUREAU, acts=("record_repayment",), asked=asked)
    lead = Turn(party=case.plan.lead, acts=("reverse_recovery",), standing=True)
    if decision.means == "netting":
        return bureau.model_copy(update={"asked": None}), lead
    return unit, bureau, lead


def _letter(decision: DecideRecovery) -> str:
    """What the applicant reads: how much, why, on what it rests, and how it is to come back."""
    how = {
        "repayment": "请将款项退回市财政局指定的国库账户，并注明案件编号。",
        "netting": "该款项将从贵单位以后应得的奖补资金中抵扣；也可以主动退回。",
    }[decision.means]
    return (
        f"应退回 {plain(decision.amount)} 元。{decision.reason}\n依据：{decision.clause}\n"
        f"决定文号：{decision.document_number}\n退回方式：{how}"
    )


def _set_aside(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns of the road as they open again after a reversal: their terms stand still until then."""
    stop = Stop(
        on=shanghai_date(workflow.now()), kind=StopKind.AWAITED, reason="转入追回，等待追回办结或撤销"
    )
    return tuple(turn.sent_back(stop) for turn in turns)
