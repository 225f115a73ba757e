"""What was redeemed of a voucher before its case was reconsidered."""

from decimal import Decimal

from adapters.store.money.ledger import case_total
from adapters.store.writing import Session
from domain.ledger.accounts import Account
from domain.money import ZERO

REDEEMED = (Account.PROMISED, Account.ORDERED, Account.RETURNED, Account.PAID, Account.RECEIVABLE)
"""Where the money of redemptions that count is."""


def redeemed_of(session: Session, case_number: str) -> Decimal:
    """What was redeemed of the case's earlier voucher, 元; nothing for a first one."""
    return sum((case_total(session, case_number, account) for account in REDEEMED), ZERO)
