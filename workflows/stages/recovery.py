"""Recovery (追回): money that was paid wrongly comes back, in parts or set off; or the decision is reversed."""

from typing import NamedTuple

from domain.case.acts.recovery import DecideRecovery, RecordRepayment, ReverseRecovery
from domain.case.contests.contested import Contestable
from domain.case.record.events import Event
from domain.case.record.money_steps import Receivable, Reclaimed
from domain.case.record.stages import ENDED, Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import RECLAIM, RECORD_REPAYMENT, REVERSE_RECOVERY, TELL_RECEIVABLE
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.errors import WrongStage
from domain.money import plain
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver, Woken, WronglyRecovered
from workflows.stages.contested import close_contest
from workflows.stages.payment import pay
from workflows.stages.terms import set_aside
from workflows.trail import Laps

Outcome = tuple[Event, str]
"""What came of a reversal, and what the applicant is told."""


class News(NamedTuple):
    """What happened while money is awaited: whose turn it is now, and how many nettings were told so far."""

    event: Event
    reason: str
    tasks: tuple[UserTask, ...]
    netted: int = 0


async def interrupt(case: Case, decision: DecideRecovery) -> None:
    """Recover, and go back to where the case was: the same tasks, their terms going on.

    What is still to be claimed or redeemed does not fall with what came back; who is to get nothing more is told by an end of its own.

    Raises:
        ProcedureEnded: all is back, of a case that was at its end.
    """
    recovery = await begin(case, decision)
    if recovery is not None:
        stage, tasks = case.stage, set_aside(case, "转入追回，等待追回办结或撤销")
        try:
            event, reason = await recover(case, decision, recovery)
        except ProcedureEnded as ended:
            if stage in ENDED or ended.event is not Event.RECOVERED:
                raise
            event, reason = ended.event, ended.reason
            clear(case, "应退回的款项已全部收回。")
        await case.enter(stage, event, *tasks, reason=reason)


async def begin(case: Case, decision: DecideRecovery) -> str | None:
    """Enter the decision; the recovery's number, or None when the decision does not hold.

    Acts that came for tasks of the procedure meanwhile are given back: nothing else goes on until the recovery is over.
    """
    reclaimed = await reclaim(case, decision)
    if reclaimed.refusal is not None:
        case.inbox.give_back(decision, reclaimed.refusal)
        return None
    case.keep(recovering=reclaimed.recovery)
    why = "牵头部门已决定追回资金，案件转入追回。"
    case.inbox.clear(WrongStage("本次办理未生效。", why=why, remedy="请查看案件详情中的追回事项。").facts)
    return reclaimed.recovery


async def recover(case: Case, decision: DecideRecovery, recovery: str) -> Outcome:
    """→ 追回中 until all is back; what came of it when the decision is reversed.

    Raises:
        ProcedureEnded: all is back.
    """
    try:
        reason = (await collect(case, decision, recovery)).reason
    except WronglyRecovered as changed:
        reason = changed.reason
    except ProcedureEnded:
        case.keep(recovering="")
        raise
    outcome = await reverse(case, reason, recovery)
    case.keep(recovering="")
    return outcome


async def reclaim(case: Case, decision: DecideRecovery) -> Reclaimed:
    """Enter the decision. A run that was begun before the case went on is told so by another decision's answer."""
    reclaimed = await case.do(
        RECLAIM,
        act=decision.id,
        amount=decision.amount,
        reason=decision.reason,
        clause=decision.clause,
        means=decision.means,
        document_number=decision.document_number,
    )
    if reclaimed.act != decision.id:
        late = WrongStage("案件已有新的进展，本次决定未生效。", remedy="请查看案件详情后重新办理。")
        return Reclaimed(act=decision.id, refusal=late.facts)
    return reclaimed


async def collect(case: Case, decision: DecideRecovery, recovery: str) -> ReverseRecovery:
    """→ 追回中: the letter, then repayments and what is set off, until nothing is left; the reversal if there is one.

    The applicant is reminded, then told that the term is over; the finance bureau is reminded, and late sums are
    escalated.

    Raises:
        ProcedureEnded: all is back.
    """
    news = News(Event.RECOVERY_DECIDED, _letter(decision), _tasks(case, decision))
    laps: Laps[News] = Laps(case, "news", News)
    while True:
        news = laps.top(news)
        await case.enter(Stage.RECOVERY, news.event, *news.tasks, reason=news.reason, subject=recovery)
        came, quiet = None, Laps[None](case, "quiet", None)
        while came is None:
            quiet.top(None)
            act = await case.act_of(ReverseRecovery, RecordRepayment, TaskOver, Woken, heeds_wake=True)
            if isinstance(act, ReverseRecovery):
                return act
            came = await take_in(case, act, recovery, news.netted)
        news = came


async def take_in(
    case: Case, act: RecordRepayment | TaskOver | Woken, recovery: str, netted: int
) -> News | None:
    """One thing that happened while money is awaited; None when nothing has changed.

    Raises:
        ProcedureEnded: nothing is left.
    """
    if isinstance(act, TaskOver):
        tasks = (act.task.gone_by(), *case.tasks)
        return News(Event.RECOVERY_OVERDUE, "退回期限已过，仍有应退回的款项未收到。", tasks, netted)
    if isinstance(act, RecordRepayment):
        return await take_repayment(case, act, recovery, netted)
    return await take_netting(case, recovery, netted)


async def take_repayment(case: Case, act: RecordRepayment, recovery: str, netted: int) -> News | None:
    """A sum came back; more than is open is given back to who recorded it."""
    task = case.inbox.task_of(act)
    receivable = await case.do(
        RECORD_REPAYMENT, recovery=recovery, amount=act.amount, received_on=act.received_on
    )
    if receivable.refusal is not None:
        case.inbox.give_back(act, receivable.refusal)
        return None
    told = _standing(f"收到退回款项 {plain(act.amount)} 元", receivable)
    return News(Event.REPAYMENT_RECORDED, told, (*case.tasks, task), netted)


async def take_netting(case: Case, recovery: str, netted: int) -> News | None:
    """Something was set off against a payment of another case; what was told already is not told again."""
    receivable = await case.do(TELL_RECEIVABLE, recovery=recovery)
    parts = [f"{part.case_number} 抵扣 {plain(part.amount)} 元" for part in receivable.netted[netted:]]
    if not parts:
        return None
    told = _standing("从应付款项 " + "、".join(parts), receivable)
    return News(Event.RECOVERY_NETTED, told, case.tasks, len(receivable.netted))


def _standing(came: str, receivable: Receivable) -> str:
    """What came back, and what is left.

    Raises:
        ProcedureEnded: nothing is.
    """
    if not receivable.left:
        raise ProcedureEnded(Stage.RECOVERED, Event.RECOVERED, f"{came}；应退回的款项已全部收回。")
    return f"{came}；尚有 {plain(receivable.left)} 元未收回。"


async def reverse(case: Case, reason: str, recovery: str) -> Outcome:
    """Undo the decision; what came back already is paid to the unit again: → 待资金安排 → 拨付中."""
    close_contest(case, Contestable.RECOVERY, recovery)
    undone = await case.do(REVERSE_RECOVERY, recovery=recovery, reason=reason)
    clear(case, "追回决定已撤销。")
    reason = f"{reason}{undone.why}"
    if not undone.owed:
        return Event.RECOVERY_REVERSED, reason
    amount, reason = case.state.amount, f"{reason}已退回的 {plain(undone.owed)} 元将重新拨付给您。"
    case.keep(
        amount=undone.owed, is_owed=True
    )  # it is the unit's own: nobody ends the case, or takes it back
    outcome = await pay(case, recovery, Event.RECOVERY_REVERSED, reason)
    case.keep(amount=amount, is_owed=False)
    return outcome


def clear(case: Case, why: str) -> None:
    """The recovery is over: acts that came for its tasks meanwhile are given back."""
    refused = WrongStage("本次办理未生效。", why=why, remedy="无需再次办理；请查看案件详情。")
    case.inbox.clear(refused.facts)


def _tasks(case: Case, decision: DecideRecovery) -> tuple[UserTask, ...]:
    """Who is awaited: the unit, unless its next payments are set off; the bureau that sees the money; the lead may undo.

    Where the next payments are set off, nobody can be late.
    """
    asked = case.plan.term("recovery_repayment")
    unit = UserTask(party=APPLICANT, asked=asked)
    bureau = UserTask(party=FINANCE_BUREAU, acts=("record_repayment",), asked=asked)
    lead = UserTask(party=case.plan.lead, acts=("reverse_recovery",), standing=True)
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
