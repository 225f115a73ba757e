"""Setting a payment off (抵扣) against what its unit is to pay back under other decisions."""

from decimal import Decimal

from adapters.store.money.ledger import post
from adapters.store.payments.recoveries import OpenReceivable, receivables_to_net
from adapters.store.writing import Session
from domain.case.record.money_steps import Netting, PaymentOrder
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Posting


def net(session: Session, matter: Posting, order: PaymentOrder, payment: str) -> tuple[Netting, ...]:
    """Set a payment off, the earliest decision first, until it is used up. The caller holds the unit.

    Each sum is two entries: of this case 已下达 → 已拨付, of the other 应追回 → 已追回.

    Returns:
        Whose receivable was set off, and how much.
    """
    left, netted = order.amount, []
    for receivable in receivables_to_net(session, matter.unit):
        share = min(left, receivable.left)
        if not share:
            break
        left -= share
        _set_off(session, matter, order, payment, receivable, share)
        netted.append(Netting(case_number=receivable.recovery.matter.case_number, amount=share))
    return tuple(netted)


def _set_off(
    session: Session,
    matter: Posting,
    order: PaymentOrder,
    payment: str,
    receivable: OpenReceivable,
    share: Decimal,
) -> None:
    other = receivable.recovery.matter
    key = f"{payment}/netted/{other.case_number}/{receivable.recovery.number}"
    paid = matter.moved(
        Movement.NETTED,
        matter.place(Account.ORDERED, order.subject),
        matter.place(Account.PAID, order.subject),
        share,
        key=key,
        at=order.at,
        subject=order.subject,
        reason=other.case_number,
    )
    recovered = other.moved(
        Movement.NETTED,
        receivable.recovery.receivable,
        receivable.recovery.recovered,
        share,
        key=f"{key}/recovered",
        at=order.at,
        subject=receivable.recovery.number,
        reason=payment,
    )
    post(session, paid, recovered)
