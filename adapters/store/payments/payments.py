"""Payments: ordered under a fund document, then paid or returned by the bank."""

from decimal import Decimal

from sqlmodel import col, func, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.money import Payee, Payment
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.bank_account import PayeeAccount
from domain.case.record.money_steps import BankReturn, PaymentOrder, PaymentResult
from domain.case.returnable import ReturnedPayment
from domain.frozen import Frozen
from domain.money import ZERO, Yuan

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"


class PaymentOnFile(Frozen):
    """A payment as it was ordered, and how it stands."""

    subject: str
    status: str
    amount: Yuan
    transfer: Yuan
    document_number: str
    city_amount: Yuan
    locality_amount: Yuan
    issued_by: tuple[str, ...] = ()

    def confirmed(self, still_paid: Decimal) -> ReturnedPayment:
        """As its return is judged; of its part ``still_paid`` 元 stand as 已拨付."""
        return ReturnedPayment(status=self.status, transfer=self.transfer, still_paid=still_paid)


def next_payment(session: Session, case_number: str) -> str:
    """The id of the case's next payment."""
    earlier = select(func.count()).select_from(Payment).where(col(Payment.case_number) == case_number)
    return f"{case_number}-P{session.exec(earlier).one() + 1}"


def add_payment(session: Session, identifier: str, order: PaymentOrder, transfer: Decimal) -> None:
    """Keep an order, of which the bank moves ``transfer``; where that is nothing, it is paid already."""
    content = order.model_dump(exclude={"seq", "at"}) | {"issued_by": list(order.issued_by)}
    row = Payment(id=identifier, status=ORDERED, ordered_at=order.at, transfer=transfer, **content)
    if not transfer:
        row.status, row.settled_at, row.paid_on = PAID, order.at, shanghai_date(order.at)
    session.add(row)


def payment_in_hand(session: Session, case_number: str) -> Decimal | None:
    """The amount of the payment that something happened to last, of a returned one what is to be paid again, 元.

    None before the first.
    """
    happened = func.coalesce(col(Payment.settled_at), col(Payment.ordered_at))
    asked = select(Payment).where(Payment.case_number == case_number)
    row = session.exec(asked.order_by(happened.desc(), col(Payment.id).desc())).first()
    if row is None:
        return None
    return row.transfer if row.status == RETURNED else row.amount


def kept_payment(session: Session, case_number: str, identifier: str) -> PaymentOnFile | None:
    """A payment of a case; None where the case has no such."""
    row = session.get(Payment, identifier)
    if row is None or row.case_number != case_number:
        return None
    return PaymentOnFile.model_validate(row.model_dump())


def whole_of_part(session: Session, case_number: str, subject: str) -> Decimal:
    """What was ordered first for an instalment, redemption or the case: all of it, 元."""
    asked = select(Payment).where(Payment.case_number == case_number, Payment.subject == subject)
    first = session.exec(asked.order_by(func.length(col(Payment.id)), col(Payment.id))).first()
    return first.amount if first else ZERO


def refused_accounts(engine: Engine, case_number: str) -> list[PayeeAccount]:
    """The accounts of a case from which the bank has sent money back."""
    asked = (
        select(Payee)
        .join(Payment, col(Payment.payee) == Payee.id)
        .where(Payment.case_number == case_number, Payment.status == RETURNED)
    )
    with open_session(engine) as session:
        return [
            PayeeAccount.model_validate(row.model_dump(include=set(PayeeAccount.model_fields)))
            for row in session.exec(asked)
        ]


class SettledPayment(Frozen):
    """A payment on which the bank has spoken, and what it was to move."""

    subject: str
    transfer: Decimal


def settle(session: Session, result: PaymentResult | BankReturn) -> SettledPayment:
    """Note the bank's word: paid on a day, or returned."""
    row = session.get_one(Payment, result.payment)
    paid_on = result.paid_on if isinstance(result, PaymentResult) else None
    row.status = PAID if paid_on else RETURNED
    row.settled_at, row.paid_on, row.reason = result.at, paid_on, result.reason
    session.add(row)
    return SettledPayment(subject=row.subject, transfer=row.transfer)
