"""Payments: ordered under a fund document, then paid or returned by the bank."""

from decimal import Decimal

from sqlmodel import col, func, select

from adapters.store.tables.money import Payment
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.record.money_steps import PaymentOrder, PaymentResult
from domain.frozen import Frozen

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"


def next_payment(session: Session, case_number: str) -> str:
    """The id of the case's next payment."""
    earlier = select(func.count()).select_from(Payment).where(col(Payment.case_number) == case_number)
    return f"{case_number}-P{session.exec(earlier).one() + 1}"


def add_payment(session: Session, identifier: str, order: PaymentOrder, transfer: Decimal) -> None:
    """Keep an order, of which the bank moves ``transfer``; where that is nothing, it is paid already."""
    content = order.model_dump(exclude={"seq", "at"})
    row = Payment(id=identifier, status=ORDERED, ordered_at=order.at, transfer=transfer, **content)
    if not transfer:
        row.status, row.settled_at, row.paid_on = PAID, order.at, shanghai_date(order.at)
    session.add(row)


def latest_payment(session: Session, case_number: str) -> Decimal | None:
    """The amount of the payment in hand; None before the first."""
    ordered = select(Payment).where(Payment.case_number == case_number)
    row = session.exec(ordered.order_by(col(Payment.ordered_at).desc(), col(Payment.id).desc())).first()
    return row.amount if row else None


class SettledPayment(Frozen):
    """A payment on which the bank has spoken, and what it was to move."""

    subject: str
    transfer: Decimal


def settle(session: Session, result: PaymentResult) -> SettledPayment:
    """Note the bank's word: paid on a day, or returned."""
    row = session.get_one(Payment, result.payment)
    row.status = PAID if result.paid_on else RETURNED
    row.settled_at, row.paid_on, row.reason = result.at, result.paid_on, result.reason
    session.add(row)
    return SettledPayment(subject=row.subject, transfer=row.transfer)
