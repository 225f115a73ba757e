"""Money: payee details, the fund document with its split, the payment, and the bank's word on it."""

from typing import TypeAlias

from domain.case.acts.payment import ConfirmPayment, IssueFundDocument, ReturnPayment
from domain.case.record.events import Event
from domain.case.record.money_steps import FundDocument, PaymentOrdered
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import ORDER_PAYMENT, SETTLE_PAYMENT
from domain.departments import FINANCE_BUREAU
from domain.errors import RefusalFacts
from domain.money import plain
from workflows.case import Case
from workflows.endings import NothingDue
from workflows.stages.deciding.oversight import check_drawn
from workflows.stages.payee import ask_payee, correct_payee, settle_payee
from workflows.trail import Laps

Ordered: TypeAlias = tuple[FundDocument, PaymentOrdered, str]

OF_SUCCESSOR = (
    "本案已由本单位承继，原收款账户由承继前的单位提供，请确认本单位的收款信息，确认后下达资金文件。"
)


async def pay(
    case: Case, subject: str = "", event: Event = Event.FUNDS_AWAITED, reason: str = ""
) -> tuple[Event, str]:
    """→ 待确认收款信息 → 待资金安排 → 拨付中, with 退票 in between.

    On return the money has arrived, or was set off whole, and what happened waits to be recorded with the next stage.
    Payee details are asked once, and confirmed with each later claim; when they do not come in time the case closes. After an
    order nothing lapses any more. An approval that is drawn is checked before the fund document; money that is owed after a
    reversed recovery was approved before, and a top-up is looked at before it is told.

    Args:
        case: whose ``state.amount`` is paid.
        subject: which instalment, redemption or reversed recovery.
        event: what led here.
        reason: what the applicant is told of it.

    Returns:
        What happened, and what the applicant is told.
    """
    await settle_payee(case, subject, reason)
    if event is Event.FUNDS_AWAITED:
        await check_drawn(case, subject)
    act = await arrange_funds(case, subject, event, reason)
    return await until_arrived(case, *await order_or_adjust(case, act, subject), subject)


async def pay_again(case: Case, document: FundDocument, subject: str) -> tuple[Event, str]:
    """→ 退票 → 拨付中: what the bank returned is paid to corrected details; the rest as ``pay`` does."""
    await correct_payee(case, subject)
    return await until_arrived(case, *await order_again(case, document, subject), subject)


async def until_arrived(
    case: Case, document: FundDocument, ordered: PaymentOrdered, subject: str
) -> tuple[Event, str]:
    """→ 拨付中, with 退票 in between, until the money has arrived or was set off whole."""
    told = ""
    laps: Laps[Ordered] = Laps(case, "bank", Ordered)
    while True:
        document, ordered, told = laps.top((document, ordered, told))
        netted = netting_told(ordered)
        told = joined(told, netted)
        if whole(ordered):
            return Event.PAYMENT_NETTED, told
        act = await await_bank(case, ordered.payment, document, subject, netted)
        if isinstance(act, ConfirmPayment):
            return Event.PAID, joined(told, act.reason)
        await correct_payee(case, subject)
        document, ordered = await order_again(case, document, subject)


async def arrange_funds(case: Case, subject: str, event: Event, reason: str = "") -> IssueFundDocument:
    """→ 待资金安排: the finance bureau issues the fund document with the split (附则(二)).

    A decision is told once, as its remedies are; that its money is arranged once more is no decision.
    """
    task = UserTask(
        party=FINANCE_BUREAU, acts=("issue_fund_document",), asked=case.plan.term("fund_document")
    )
    await case.enter(Stage.FUND_DOCUMENT, event, task, reason=reason, subject=subject)
    return await case.act_of(IssueFundDocument)


async def order_or_adjust(
    case: Case, act: IssueFundDocument, subject: str
) -> tuple[FundDocument, PaymentOrdered]:
    """Order the payment under a fund document that holds.

    When 就高 has changed what is due meanwhile, the applicant is told, and the finance bureau is asked for a
    document over the new amount; when nothing is due any more, the procedure ends. While a stop stands, the document is
    given back and may be issued again when the stop is lifted. Where another unit bears the case than the one that named the
    account, the account is asked of it before there is another document.
    """
    laps: Laps[IssueFundDocument] = Laps(case, "order", IssueFundDocument)
    while True:
        act = laps.top(act)
        document = issued(act)
        ordered = await order(case, document, subject)
        if ordered.refusal is None:
            return document, ordered
        case.inbox.give_back(act, ordered.refusal)
        if ordered.asks_payee:
            case.keep(payee="")
            await ask_payee(case, OF_SUCCESSOR)
            act = await arrange_funds(case, subject, Event.FUNDS_AWAITED_AGAIN)
            continue
        if not ordered.is_stopped:
            await adjust(case, ordered, ordered.refusal, subject)
        act = await case.act_of(IssueFundDocument)


def issued(act: IssueFundDocument) -> FundDocument:
    """The document of an act, with who issued it."""
    return FundDocument(
        document_number=act.document_number,
        city_amount=act.city_amount,
        locality_amount=act.locality_amount,
        issued_by=act.by.people,
    )


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
    case: Case, document: FundDocument, subject: str
) -> tuple[FundDocument, PaymentOrdered]:
    """Order a returned payment again. While a stop stands, the finance bureau is asked for a document once more."""
    ordered = await order(case, document, subject)
    if ordered.refusal is None:
        return document, ordered
    case.keep(is_owed=True)  # the money is the applicant's: nobody ends the case now
    why = f"{ordered.refusal.what}{ordered.refusal.why}"
    again = await arrange_funds(case, subject, Event.FUNDS_AWAITED_AGAIN, why)
    return await order_or_adjust(case, again, subject)


async def order(case: Case, document: FundDocument, subject: str) -> PaymentOrdered:
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
        issued_by=document.issued_by,
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


async def await_bank(
    case: Case, payment: str, document: FundDocument, subject: str, told: str
) -> ConfirmPayment | ReturnPayment:
    """→ 拨付中: the bank's word, written down; that money has arrived, by somebody else than who issued the document."""
    task = UserTask(
        party=FINANCE_BUREAU,
        acts=("confirm_payment", "return_payment"),
        subject=payment,
        not_by=document.issued_by,
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
