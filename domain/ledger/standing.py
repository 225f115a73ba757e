"""What a case holds by the awards that it is of: what is owed again after a recovery stays of the years that it was taken from.

The entries are followed one by one. What an entry names leaves first, as far as it is there: so of what came back, each year is owed
again what is due of it. All else leaves in the order in which it came: of what was reclaimed, that which was taken first came back
first; what is still open goes back to where it was taken.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Final

from domain.ledger.accounts import OF_RECOVERIES, Account, Movement
from domain.ledger.recorded import LedgerLine
from domain.ledger.subjects import Subject, subject_of
from domain.money import ZERO

Place = tuple[str, str]
"""Account and holder."""

Held = deque[tuple[str, Decimal]]
"""Of which part how much, in the order in which it came."""

_BEGUN_BY: Final = frozenset({Movement.PROMISED, Movement.RESERVED, Movement.REDEEMED})
"""What makes money that of a part; all else moves it."""


class Standing:
    """What is where, over the entries of one case in their order."""

    def __init__(self, lines: Iterable[LedgerLine]) -> None:
        self._places: defaultdict[Place, Held] = defaultdict(deque)
        self._redeemed: set[str] = set()
        for line in lines:
            self._follow(line)

    def _follow(self, line: LedgerLine) -> None:
        source, target = (self._places[place] for place in _places_of(line))
        is_given_back = (line.source, line.target) == (Account.RECEIVABLE, Account.PAID)
        if not is_given_back:
            _put_first(source, line.subject)
        moved = _taken(source, line.amount, from_end=is_given_back)
        if line.movement in _BEGUN_BY:
            moved = [(line.subject, line.amount)]
        if line.movement == Movement.REDEEMED:
            self._redeemed.add(line.target_holder)
        if is_given_back:
            target.extendleft(reversed(moved))
        else:
            target.extend(moved)

    def at(self, account: Account, holder: str) -> dict[str, Decimal]:
        """Part → what a place has of it, 元."""
        return _summed(self._places[account.value, holder])

    def held(self, accounts: Collection[Account]) -> dict[str, Decimal]:
        """Part → what is in these accounts of it, 元."""
        return _summed(
            each for (account, _), held in self._places.items() if account in accounts for each in held
        )

    def last_reclaimed(self) -> dict[str, Decimal]:
        """Part → what was reclaimed of it by the last decision, whether it came back or not."""
        reclaimed = [place for place in self._places if place[0] in OF_RECOVERIES]
        last = max((holder for _, holder in reclaimed), key=_order, default="")
        return _summed(each for place in reclaimed if place[1] == last for each in self._places[place])

    def held_for_good(self, accounts: Collection[Account]) -> dict[str, Decimal]:
        """The same with what was promised for good: a difference, what is owed again, a redemption."""
        fixed = (
            each
            for (account, holder), held in self._places.items()
            if account == Account.PROMISED and account not in accounts and self._is_fixed(holder)
            for each in held
        )
        return _summed((*self.held(accounts).items(), *fixed))

    def _is_fixed(self, holder: str) -> bool:
        return holder in self._redeemed or Subject.read(subject_of(holder)).is_fixed


def parts_of(held: Mapping[str, Decimal], number: str) -> dict[str, Decimal]:
    """What is held for a year, or for the award of a case, and for each of its differences, 元."""
    return {part: amount for part, amount in held.items() if Subject.read(part).award == number}


def of_award(held: Mapping[str, Decimal], number: str) -> Decimal:
    """All of that together, 元."""
    return sum(parts_of(held, number).values(), ZERO)


def shares(held: Iterable[tuple[str, Decimal]], amount: Decimal) -> dict[str, Decimal]:
    """An amount, taken from what is held of each part, in this order; no part gives more than it has.

    Returns:
        Part → its share, 元; together the amount, or all that is held where that is less.
    """
    taken: dict[str, Decimal] = {}
    for part, most in held:
        share = min(most, amount)
        amount -= share
        if share:
            taken[part] = share
    return taken


def _order(holder: str) -> Subject:
    return Subject.read(subject_of(holder))


def _places_of(line: LedgerLine) -> tuple[Place, Place]:
    return (line.source, line.source_holder), (line.target, line.target_holder)


def _put_first(held: Held, part: str) -> None:
    """What is of this part leaves before all else."""
    ordered = sorted(held, key=lambda each: each[0] != part)
    held.clear()
    held.extend(ordered)


def _taken(held: Held, amount: Decimal, *, from_end: bool) -> list[tuple[str, Decimal]]:
    """Take so much, in the order in which it came; from the end what came last."""
    found: list[tuple[str, Decimal]] = []
    while held and amount > ZERO:
        part, there = held.pop() if from_end else held.popleft()
        share = min(there, amount)
        amount -= share
        if from_end:
            found.insert(0, (part, share))
        else:
            found.append((part, share))
        if there > share:
            rest = (part, there - share)
            (held.append if from_end else held.appendleft)(rest)
    return found


def _summed(held: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for part, amount in held:
        sums[part] = sums.get(part, ZERO) + amount
    return sums
