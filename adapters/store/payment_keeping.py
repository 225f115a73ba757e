"""Payments: ordered under a fund document, then paid or returned by the bank."""

from decimal import Decimal

from sqlmodel import col, func, select

from adapters.store.tables.money import Payment
from adapters.store.writing import Session
from domain.case.steps import PaymentOrder, PaymentResult
from domain.frozen import Frozen

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"


def add_payment(writing: Session, order: PaymentOrder) -> str:
    """Keep an order under the case's next payment number; gives the payment's id."""
    earlier = select(func.count()).select_from(Payment).where(col(Payment.case_number) == order.case_number)
    identifier = f"{order.case_number}-P{writing.exec(earlier).one() + 1}"
    content = order.model_dump(exclude={"seq", "at"})
    writing.add(Payment(id=identifier, status=ORDERED, ordered_at=order.at, transfer=order.amount, **content))
    return identifier


def latest_payment(writing: Session, case_number: str) -> Decimal | None:
    """The amount of the payment in hand; None before the first."""
    ordered = select(Payment).where(Payment.case_number == case_number)
    row = writing.exec(ordered.order_by(col(Payment.ordered_at).desc(), col(Payment.id).desc())).first()
    return row.amount if row else None


class SettledPayment(Frozen):
    """A payment on which the bank has spoken."""

    subject: str
    amount: Decimal


def settle(writing: Session, result: PaymentResult) -> SettledPayment:
    """Note the bank's word: paid on a day, or returned."""
    row = writing.get_one(Payment, result.payment)
    row.status = PAID if result.paid_on else RETURNED
    row.settled_at, row.paid_on, row.reason = result.at, result.paid_on, result.reason
    writing.add(row)
    return SettledPayment(subject=row.subject, amount=row.amount)
