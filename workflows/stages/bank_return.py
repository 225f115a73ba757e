"""A return after confirmation (到账后退票): the bank sends money back that was paid, and it is paid again.

It interrupts a case that goes on (between years of support, between redemptions), and takes up one that has ended.
"""

from domain.case.acts.payment import ReturnPayment
from domain.case.record.events import Event
from domain.case.record.money_steps import BankReturned
from domain.case.verbs import RETURN_PAID
from domain.errors import WrongStage
from workflows.case import Case
from workflows.stages.payment import pay_again
from workflows.stages.terms import set_aside


async def interrupt(case: Case, act: ReturnPayment) -> None:
    """Pay again, and go back to where the case was: the same tasks, their terms going on."""
    returned = await begin(case, act)
    if returned is not None:
        stage, tasks = case.stage, set_aside(case, "银行退票，等待重新拨付")
        event, reason = await pay_returned(case, returned)
        await case.enter(stage, event, *tasks, reason=reason, subject=returned.subject)


async def begin(case: Case, act: ReturnPayment) -> BankReturned | None:
    """Enter what came back; None when nothing of this payment can have.

    Acts that came for tasks of the procedure meanwhile are given back: nothing else goes on until the money has arrived.
    """
    returned = await case.do(RETURN_PAID, payment=act.payment, reason=act.reason)
    if returned.refusal is not None:
        case.inbox.give_back(act, returned.refusal)
        return None
    why = "银行退回了已拨付的款项，案件转入退票。"
    case.inbox.clear(WrongStage("本次办理未生效。", why=why, remedy="请待款项重新拨付后再办理。").facts)
    return returned


async def pay_returned(case: Case, returned: BankReturned) -> tuple[Event, str]:
    """→ 退票 → 拨付中 until the money has arrived; meanwhile the amount in hand is that of the part that came back."""
    assert returned.document is not None
    amount = case.state.amount
    case.keep(amount=returned.amount)
    outcome = await pay_again(case, returned.document, returned.subject)
    case.keep(amount=amount)
    return outcome
