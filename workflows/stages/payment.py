"""Money: payee details, the fund document with its split, the payment, and the bank's word on it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import ConfirmPayment, IssueFundDocument, ProvidePayee, ReturnPayment
    from domain.case.events import Event
    from domain.case.stages import Stage
    from domain.case.steps import PaymentOrder, PaymentOrdered, PaymentResult
    from domain.case.turns import Turn
    from domain.departments import FINANCE_BUREAU
    from domain.frozen import Frozen

from workflows.case import Case
from workflows.endings import NothingDue, RoadEnded, TurnOver
from workflows.options import record


async def pay(case: Case, subject: str = "") -> None:
    """→ 待确认收款信息 → 待资金安排 → 拨付中, with 退票 in between.

    On return the money has arrived and the confirmation waits to be recorded with the next stage. Payee details
    are asked once; when they do not come in time the case closes. After an order nothing lapses any more.
    """
    if not case.state.payee:
        await ask_payee(case)
    document = await arrange_funds(case, subject)
    payment = await order_or_adjust(case, document, subject)
    event, reason = Event.PAYMENT_ORDERED, ""
    while True:
        turn = Turn(
            party=FINANCE_BUREAU,
            acts=("confirm_payment", "return_payment"),
            subject=payment,
            asked=case.term("payment"),
        )
        await case.enter(Stage.PAYMENT, event, turn, reason=reason, subject=subject)
        act = await case.next_act()
        await settle(case, act)
        if isinstance(act, ConfirmPayment):
            return
        await correct_payee(case, subject)
        payment = (await order(case, document, subject)).payment


async def ask_payee(case: Case) -> None:
    """→ 待确认收款信息: a reference comes back; bank data never enters the history."""
    await case.enter(
        Stage.PAYEE_DETAILS, Event.PAYEE_ASKED, case.applicant_turn("provide_payee", term="payee_details")
    )
    act = await case.next_act()
    if isinstance(act, TurnOver):
        raise RoadEnded(Stage.CLOSED, Event.LAPSED, "逾期未确认收款信息,案件关闭,可以重新申请。")
    assert isinstance(act, ProvidePayee)
    case.keep(payee=act.payee)


async def arrange_funds(case: Case, subject: str) -> IssueFundDocument:
    """→ 待资金安排: the finance bureau issues the fund document with the split (附则(二))."""
    turn = Turn(party=FINANCE_BUREAU, acts=("issue_fund_document",), asked=case.term("fund_document"))
    await case.enter(Stage.FUND_DOCUMENT, Event.FUNDS_AWAITED, turn, subject=subject)
    act = await case.next_act()
    assert isinstance(act, IssueFundDocument)
    return act


async def order_or_adjust(case: Case, document: IssueFundDocument, subject: str) -> str:
    """Order the payment; its id.

    When 就高 has changed what is due meanwhile, the applicant is told, and the finance bureau is asked for a
    document over the new amount; when nothing is due any more, the road ends.
    """
    while True:
        ordered = await order(case, document, subject)
        if ordered.refusal is None:
            return ordered.payment
        why = f"{ordered.refusal.what}{ordered.refusal.why}"
        case.keep(amount=ordered.amount)
        case.give_back(document, ordered.refusal)
        if not ordered.amount:
            raise NothingDue(Stage.REJECTED, Event.REJECTED, why)
        await case.enter(Stage.FUND_DOCUMENT, Event.AMOUNT_ADJUSTED, *case.turns, reason=why, subject=subject)
        act = await case.next_act()
        assert isinstance(act, IssueFundDocument)
        document = act


async def order(case: Case, document: IssueFundDocument, subject: str) -> PaymentOrdered:
    """Order the payment under the fund document."""
    assert case.state.amount is not None
    message = PaymentOrder(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        amount=case.state.amount,
        document_number=document.document_number,
        city_amount=document.city_amount,
        locality_amount=document.locality_amount,
        payee=case.state.payee,
        subject=subject,
    )
    ordered = await record("order_payment", message, PaymentOrdered, "下达拨付指令")
    if ordered.refusal is None:
        case.keep(payments=case.state.payments + 1)
    return ordered


async def settle(case: Case, act: object) -> None:
    """Write down the bank's word: paid, or returned with its reason."""
    assert isinstance(act, ConfirmPayment | ReturnPayment)
    message = PaymentResult(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        payment=act.payment,
        paid_on=act.paid_on if isinstance(act, ConfirmPayment) else None,
        reason=act.reason,
    )
    await record("settle_payment", message, Frozen, "登记拨付结果")


async def correct_payee(case: Case, subject: str) -> None:
    """→ 退票: ask for corrected details until they come; the money is the applicant's."""
    while True:
        turn = case.applicant_turn("provide_payee", term="payee_details")
        await case.enter(Stage.PAYMENT_RETURNED, Event.PAYMENT_RETURNED, turn, subject=subject)
        act = await case.next_act()
        if isinstance(act, ProvidePayee):
            case.keep(payee=act.payee)
            return
