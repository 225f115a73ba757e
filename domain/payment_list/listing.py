"""A payment list (拨付清单): the ordered payments of one fund document, as the treasury is told to pay them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from domain.frozen import Frozen
from domain.money import ZERO, Yuan

MOST_LINES = 500
"""A list has no more lines; what is left over gets onto the next list of the document."""

LARGEST_TOTAL = Decimal("9999999999999.99")
"""Spreadsheets keep fifteen digits of a number: 13 of 元 and two of 角分."""

TO_PAY, PAID, RETURNED = "ordered", "paid", "returned"
STATES: Final = {TO_PAY: "待拨付", PAID: "已到账", RETURNED: "已退票"}
STOPPED: Final = "停拨"


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
        unit, unit_name: whose case it was when the list was made.
        withheld: why it is left out of the present version: a stop of payment came after the list was made.
        note: what else has changed since the list was made.
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
    unit: str = ""
    unit_name: str = ""
    withheld: str = ""
    note: str = ""

    @property
    def state(self) -> str:
        """Where the payment stands, in Chinese: what the bank has said of it, else whether it is to be paid now."""
        if self.status == TO_PAY:
            return STOPPED if self.withheld else STATES[TO_PAY]
        return STATES[self.status]

    @property
    def remark(self) -> str:
        """What is to be known of the payment beside its state."""
        return "；".join(filter(None, (self.withheld, self.note)))

    @property
    def masked_number(self) -> str:
        """The account number with its last four digits alone."""
        return masked(self.account_number)


class HeldBack(Frozen):
    """An ordered payment that waits while a stop of payment (停拨) stands against its case or unit, and why."""

    payment: str
    case_number: str
    why: str


class ListVersion(Frozen):
    """What a list told to pay at one time. The first is the list as it was made; what went to the bank stays as it was.

    Attributes:
        version: 1, 2, 3, …
        made_at: when.
        why: what made this version, in Chinese.
        count: payments that it tells to pay.
        total: what the bank moves of them, yuan.
        withheld: the payments of the list that it leaves out, and why.
    """

    version: int
    made_at: datetime
    why: str = ""
    count: int
    total: Yuan
    withheld: dict[str, str] = {}


class PaymentList(Frozen):
    """A list with its lines.

    Attributes:
        lines: every payment that was put on it; a later version tells to pay fewer.
        held_back: when it is made, what could not be put on it.
        versions: the first one first.
    """

    id: str
    document_number: str
    made_by: str
    made_at: datetime
    lines: tuple[Line, ...]
    held_back: tuple[HeldBack, ...] = ()
    versions: tuple[ListVersion, ...] = ()

    @property
    def version(self) -> int:
        """The number of the present version."""
        return self.versions[-1].version if self.versions else 1

    @property
    def payable(self) -> tuple[Line, ...]:
        """The lines that the present version tells to pay, whatever the bank has said of them since."""
        return tuple(line for line in self.lines if not line.withheld)

    @property
    def total(self) -> Decimal:
        """What the bank moves in all by the present version, yuan."""
        return sum((line.transfer for line in self.payable), ZERO)


def masked(account_number: str) -> str:
    """``6217000100012345`` → ``************2345``; a short one shows nothing."""
    shown = account_number[-4:] if len(account_number) > 8 else ""
    return "*" * (len(account_number) - len(shown)) + shown


def list_number(year: int, running: int) -> str:
    """The id of a list: ``PL2026-00001``."""
    return f"PL{year}-{running:05}"
