"""A payment list (拨付清单): the ordered payments of one fund document, as the treasury is told to pay them."""

from datetime import date, datetime
from decimal import Decimal

from domain.frozen import Frozen
from domain.money import ZERO, Yuan

MOST_LINES = 500
"""A list has no more lines; what is left over gets onto the next list of the document."""

LARGEST_TOTAL = Decimal("9999999999999.99")
"""Spreadsheets keep fifteen digits of a number: 13 of 元 and two of 角分."""

TO_PAY, PAID, RETURNED = "ordered", "paid", "returned"


class Line(Frozen):
    """One payment on a list.

    Attributes:
        number: 1, 2, 3, … within the list.
        payment: its id.
        purpose: item and name of the subsidy type.
        amount: what was awarded, yuan; city and locality share it (附则(二)).
        transfer: what the bank moves of it, yuan; less than ``amount`` where a part was set off.
        status: ordered, paid or returned.
        ordered_on: day of the order, in Shanghai.
        reason: why the bank returned it.
    """

    number: int
    payment: str
    case_number: str
    purpose: str
    account_name: str
    bank: str
    account_number: str
    amount: Yuan
    city_amount: Yuan
    locality_amount: Yuan
    transfer: Yuan
    status: str = TO_PAY
    ordered_on: date
    paid_on: date | None = None
    reason: str = ""

    @property
    def masked_number(self) -> str:
        """The account number with its last four digits alone."""
        return masked(self.account_number)


class HeldBack(Frozen):
    """An ordered payment that waits while a stop of payment (停拨) stands against its case or unit, and why."""

    payment: str
    case_number: str
    why: str


class PaymentList(Frozen):
    """A list with its lines; ``held_back`` tells, when it is made, what could not be put on it."""

    id: str
    document_number: str
    made_by: str
    made_at: datetime
    lines: tuple[Line, ...]
    held_back: tuple[HeldBack, ...] = ()

    @property
    def total(self) -> Decimal:
        """What the bank moves in all, yuan."""
        return sum((line.transfer for line in self.lines), ZERO)


def masked(account_number: str) -> str:
    """``6217000100012345`` → ``************2345``; a short one shows nothing."""
    shown = account_number[-4:] if len(account_number) > 8 else ""
    return "*" * (len(account_number) - len(shown)) + shown


def list_number(year: int, running: int) -> str:
    """The id of a list: ``PL2026-00001``."""
    return f"PL{year}-{running:05}"
