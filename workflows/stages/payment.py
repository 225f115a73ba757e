"""Money: payee details, the fund document with its split, the payment, and the bank's word on it."""

from domain.case.acts.payment import ConfirmPayment, IssueFundDocument, ProvidePayee, ReturnPayment
from domain.case.record.events import Event
from domain.case.record.money_steps import PaymentOrdered
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import ORDER_PAYMENT, SETTLE_PAYMENT
from domain.departments import FINANCE_BUREAU
from domain.errors import RefusalFacts
from domain.money import plain
from workflows.case import Case
from workflows.endings import NothingDue, ProcedureEnded, TaskOver


async def pay(
    case: Case, subject: str = "", event: Event = Event.FUNDS_AWAITED, reason: str = ""
) -> tuple[Event, str]:
    """→ 待确认收款信息 → 待资金安排 → 拨付中, with 退票 in between.

    On return the money has arrived, or was set off whole, and what happened waits to be recorded with the next stage.
    Payee details are asked once; when they do not come in time the case closes. After an order nothing lapses any more.

    Args:
        case: whose ``state.amount`` is paid.
        subject: which instalment, redemption or reversed recovery.
        event: what led here.
        reason: what the applicant is told of it.

    Returns:
        What happened, and what the applicant is told.
    """
    if not case.state.payee:
        await ask_payee(case, reason)
    document = await arrange_funds(case, subject, event, reason)
    document, ordered = await order_or_adjust(case, document, subject)
    told: list[str] = []
    while True:
        told.append(netting_told(ordered))
        if whole(ordered):
            return Event.PAYMENT_NETTED, joined(*told)
        act = await await_bank(case, ordered.payment, subject, told[-1])
        if isinstance(act, ConfirmPayment):
            return Event.PAID, joined(*told, act.reason)
        await correct_payee(case, subject)
        document, ordered = await order_again(case, document, subject)


async def ask_payee(case: Case, reason: str = "") -> None:
    """→ 待确认收款信息: a reference comes back; bank data never enters the history."""
    task = case.plan.applicant_task("provide_payee", term="payee_details")
    await case.enter(Stage.PAYEE_DETAILS, Event.PAYEE_ASKED, task, reason=reason)
    act = await case.act_of(ProvidePayee, TaskOver)
    if isinstance(act, TaskOver):
        raise ProcedureEnded(
            Stage.CLOSED, Event.LAPSED, "逾期未确认收款信息，按办理规程（附则（五））案件关闭，可以重新申请。"
        )
    case.keep(payee=act.payee)


async def arrange_funds(
    case: Case, subject: str, event: Event = Event.FUNDS_AWAITED, reason: str = ""
) -> IssueFundDocument:
    """→ 待资金安排: the finance bureau issues the fund document with the split (附则(二))."""
    task = UserTask(
        party=FINANCE_BUREAU, acts=("issue_fund_document",), asked=case.plan.term("fund_document")
    )
    await case.enter(Stage.FUND_DOCUMENT, event, task, reason=reason, subject=subject)
    return await case.act_of(IssueFundDocument)


async def order_or_adjust(
    case: Case, document: IssueFundDocument, subject: str
) -> tuple[IssueFundDocument, PaymentOrdered]:
    """Order the payment under a fund document that holds.

    When 就高 has changed what is due meanwhile, the applicant is told, and the finance bureau is asked for a
    document over the new amount; when nothing is due any more, the procedure ends. While a stop stands, the document is
    given back and may be issued again when the stop is lifted.
    """
    while True:
        ordered = await order(case, document, subject)
        if ordered.refusal is None:
            return document, ordered
        case.inbox.give_back(document, ordered.refusal)
        if not ordered.is_stopped:
            await adjust(case, ordered, ordered.refusal, subject)
        document = await case.act_of(IssueFundDocument)


async def adjust(case: Case, ordered: PaymentOrdered, refusal: RefusalFacts, subject: str) -> None:
    """Another amount is due: tell the applicant, and wait for a document over it.

    Raises:
        NothingDue: the amount is nothing.
    """
    why = f"{refusal.what}{refusal.why}"
    case.keep(amount=ordered.amount)
    if not ordered.amount:
        raise NothingDue(Stage.REJECTED, Event.REJECTED, why)
    await case.enter(Stage.FUND_DOCUMENT, Event.AMOUNT_ADJUSTED, *case.tasks, reason=why, subject=subject)


async def order_again(
    case: Case, document: IssueFundDocument, subject: str
) -> tuple[IssueFundDocument, PaymentOrdered]:
    """Order a returned payment again. While a stop stands, the finance bureau is asked for a document once more."""
    ordered = await order(case, document, subject)
    if ordered.refusal is None:
        return document, ordered
    case.keep(is_owed=True)  # the money is the applicant's: nobody ends the case now
    again = await arrange_funds(
        case, subject, Event.FUNDS_AWAITED, f"{ordered.refusal.what}{ordered.refusal.why}"
    )
    return await order_or_adjust(case, again, subject)


async def order(case: Case, document: IssueFundDocument, subject: str) -> PaymentOrdered:
    """Order the payment under the fund document."""
    assert case.state.amount is not None
    ordered = await case.do(
        ORDER_PAYMENT,
        amount=case.state.amount,
        document_number=document.document_number,
        city_amount=document.city_amount,
        locality_amount=document.locality_amount,
        payee=case.state.payee,
        subject=subject,
    )
    if ordered.refusal is None:
        case.keep(payments=case.state.payments + 1, is_owed=False)
    return ordered


def whole(ordered: PaymentOrdered) -> bool:
    """Whether a payment was set off whole, so that the bank has nothing to move."""
    return ordered.transfer is not None and not ordered.transfer


def netting_told(ordered: PaymentOrdered) -> str:
    """What the applicant reads about a payment that was set off; empty where it was not."""
    if ordered.transfer is None or ordered.amount is None:
        return ""
    parts = "、".join(f"案件 {part.case_number} 应追回款 {plain(part.amount)} 元" for part in ordered.netted)
    return f"应付 {plain(ordered.amount)} 元，抵扣{parts}，实际拨付 {plain(ordered.transfer)} 元。"


def joined(*sentences: str) -> str:
    """What the applicant reads, one below the other."""
    return "\n".join(filter(None, sentences))


async def await_bank(case: Case, payment: str, subject: str, told: str) -> ConfirmPayment | ReturnPayment:
    """→ 拨付中: the bank's word, written down."""
    task = UserTask(
        party=FINANCE_BUREAU,
        acts=("confirm_payment", "return_payment"),
        subject=payment,
        asked=case.plan.term("payment"),
    )
    await case.enter(Stage.PAYMENT, Event.PAYMENT_ORDERED, task, reason=told, subject=subject)
    act = await case.act_of(ConfirmPayment, ReturnPayment)
    await settle(case, act)
    return act


async def settle(case: Case, act: ConfirmPayment | ReturnPayment) -> None:
    """Write down the bank's word: paid, or returned with its reason."""
    paid_on = act.paid_on if isinstance(act, ConfirmPayment) else None
    await case.do(SETTLE_PAYMENT, payment=act.payment, paid_on=paid_on, reason=act.reason)


async def correct_payee(case: Case, subject: str) -> None:
    """→ 退票: ask for corrected details until they come; the money is the applicant's."""
    while True:
        task = case.plan.applicant_task("provide_payee", term="payee_details")
        await case.enter(Stage.PAYMENT_RETURNED, Event.PAYMENT_RETURNED, task, subject=subject)
        act = await case.act_of(ProvidePayee, TaskOver)
        if isinstance(act, ProvidePayee):
            case.keep(payee=act.payee)
            return
