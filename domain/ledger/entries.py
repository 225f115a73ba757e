"""One entry of the ledger: an amount that moved from one place to another, once, for a reason that stands in the law."""

from datetime import datetime

from domain.errors import DuixianError
from domain.frozen import Frozen
from domain.ledger.accounts import WAYS, Account, Movement
from domain.ledger.subjects import holder_of
from domain.money import ZERO, Yuan


class WrongEntry(DuixianError):
    """An entry that the ledger does not take: it would lose, invent or overdraw money."""


class Place(Frozen):
    """An account of one holder: a case, an instalment or redemption of it (``LF2026-0102-00001#2``), or a pool."""

    account: Account
    holder: str

    def __str__(self) -> str:
        """As it is named in differences: 已拨付 LF2026-0101-00001."""
        return f"{self.account.label} {self.holder}"


class Entry(Frozen):
    """One movement, never changed afterwards.

    Attributes:
        key: makes it safe to repeat; the same key with the same content counts once.
        amount: 元, more than zero.
        case_number: the case on whose account it happened; empty when a pool is opened or settled.
        subject: the instalment or redemption; empty for most.
        year: the year of the budget or pool.
        clause: the sentence of the policy that it rests on.
        reason: in words, where somebody decided.
    """

    key: str
    movement: Movement
    source: Place
    target: Place
    amount: Yuan
    case_number: str = ""
    subject: str = ""
    code: str = ""
    unit: str = ""
    year: int
    clause: str
    policy_version: str = ""
    reason: str = ""
    at: datetime


class Posting(Frozen):
    """What all entries of one case have in common; makes them."""

    case_number: str
    code: str
    unit: str
    year: int
    clause: str
    policy_version: str

    def place(self, account: Account, subject: str = "") -> Place:
        """An account of the case, or of one of its instalments or redemptions."""
        return Place(account=account, holder=holder_of(self.case_number, subject))

    def moved(
        self,
        movement: Movement,
        source: Place,
        target: Place,
        amount: Yuan,
        *,
        key: str,
        at: datetime,
        subject: str = "",
        reason: str = "",
    ) -> Entry:
        """An entry of the case."""
        return Entry(
            key=key,
            movement=movement,
            source=source,
            target=target,
            amount=amount,
            subject=subject,
            reason=reason,
            at=at,
            **self.model_dump(),
        )


def budget_of(year: int) -> Place:
    """The city's budget of a year: the one place that may be negative."""
    return Place(account=Account.BUDGET, holder=str(year))


def refuse_wrong(entry: Entry, left_at_source: Yuan) -> None:
    """Hold an entry to the rules of the ledger.

    Args:
        entry: about to be posted.
        left_at_source: the balance of its source, 元.

    Raises:
        WrongEntry: nothing moves, the way does not exist, or the source has not that much.
    """
    if entry.amount <= ZERO:
        raise WrongEntry(f"{entry.key}: an entry moves more than nothing")
    if (entry.source.account, entry.target.account) not in WAYS[entry.movement]:
        raise WrongEntry(f"{entry.key}: {entry.movement} does not go from {entry.source} to {entry.target}")
    if entry.source.account is not Account.BUDGET and left_at_source < entry.amount:
        raise WrongEntry(
            f"{entry.key}: {entry.source} has {left_at_source}, not {entry.amount}",
        )
