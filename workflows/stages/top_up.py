"""What was paid too little is paid (补足差额), in a case that goes on and in one that has ended."""

from domain.case.acts.recovery import DecideTopUp
from domain.case.contests.contested import Contestable
from domain.case.record.events import Event
from domain.case.record.money_steps import ToppedUp
from domain.case.record.stages import Stage
from domain.case.verbs import TOP_UP
from domain.errors import WrongStage
from domain.money import plain
from workflows.case import Case
from workflows.endings import DecisionCorrected, NothingDue
from workflows.stages.contested import close_contest
from workflows.stages.deciding.amount import is_confirmed
from workflows.stages.deciding.assessment import found_by
from workflows.stages.deciding.correction import take_back
from workflows.stages.deciding.oversight import approve_as_head, check_drawn
from workflows.stages.payment import pay
from workflows.stages.terms import set_aside


async def interrupt(case: Case, act: DecideTopUp) -> None:
    """Pay, and go back to where the case was: the same tasks, their terms going on."""
    topped = await begin(case, act)
    if topped is not None:
        stage, tasks = case.stage, set_aside(case, "补足差额，等待拨付")
        event, reason = await pay_rest(case, act, topped)
        await case.enter(stage, event, *tasks, reason=reason, subject=topped.subject)


async def begin(case: Case, act: DecideTopUp) -> ToppedUp | None:
    """Enter the decision; None when nothing is due.

    Acts that came for tasks of the procedure meanwhile are given back: nothing else goes on until the money has arrived.
    """
    topped = await case.do(
        TOP_UP, number=act.number, verified_facts=act.verified_facts, other_funding=found_by(act)
    )
    if topped.refusal is not None:
        case.inbox.give_back(act, topped.refusal)
        return None
    why = "牵头部门已决定补足差额，案件正在拨付。"
    case.inbox.clear(WrongStage("本次办理未生效。", why=why, remedy="请待款项拨付后再办理。").facts)
    return topped


async def pay_rest(case: Case, act: DecideTopUp, topped: ToppedUp) -> tuple[Event, str]:
    """→ 待资金安排 → 拨付中 until the money has arrived; meanwhile the amount in hand is the difference.

    Before the applicant hears of it, whoever looks at an amount looks at this one; what is sent back is as if nothing was decided. Where others
    have taken it up before it is ordered (就高), it is told, and the case is as it was.
    """
    assert topped.amount is not None
    kept = case.state
    case.keep(is_owed=True, decided_by=act.by.people)  # it is the applicant's: nobody ends the case now
    try:
        await look_at(case, topped)
        close_contest(case, Contestable.AMOUNT, act.number)
        case.keep(amount=topped.amount)
        reason = f"应补足 {plain(topped.amount)} 元。{act.reason}\n决定文号：{act.document_number}"
        outcome, shown = await pay(case, topped.subject, Event.TOPPED_UP, reason), kept.amount
        if topped.shown is not None and case.state.amount is not None:
            adjusted = case.state.amount - topped.amount  # before it was ordered
            shown = topped.shown + adjusted
    except NothingDue as nothing:
        outcome, shown = (Event.AMOUNT_ADJUSTED, nothing.reason), kept.amount
    except DecisionCorrected:
        outcome, shown = (Event.TOP_UP_RETURNED, ""), kept.amount
    case.keep(amount=shown, is_owed=False, decided_by=kept.decided_by)
    return outcome


async def look_at(case: Case, topped: ToppedUp) -> None:
    """→ 待资金安排: a stated amount is confirmed, a head approves what the case comes to with it, a drawn one is checked.

    Raises:
        DecisionCorrected: it was sent back.
    """
    assert topped.amount is not None
    assert topped.given is not None
    stage, subject, by = Stage.FUND_DOCUMENT, topped.subject, case.state.decided_by
    case.keep(amount=topped.amount)
    if topped.is_stated and not await is_confirmed(case, stage, subject, by):
        take_back(case)
    case.keep(amount=topped.given + topped.amount)
    await approve_as_head(case, stage, subject)
    case.keep(amount=topped.amount)
    await check_drawn(case, subject)
