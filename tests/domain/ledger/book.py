"""A ledger in memory: what the store must do, said in a few lines. Properties of money are proved on this one."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from domain.ledger.accounts import Account
from domain.ledger.entries import Entry, Place, WrongEntry, refuse_wrong
from domain.money import ZERO


class Book:
    """Entries in order; balances are sums."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: dict[str, Entry] = {}
        self._balances: defaultdict[Place, Decimal] = defaultdict(lambda: ZERO)
        for entry in entries:
            self.post(entry)

    def post(self, entry: Entry) -> None:
        """Add an entry; one that is there already counts once.

        Raises:
            WrongEntry: as ``refuse_wrong``, or the key stands for something else.
        """
        known = self.entries.get(entry.key)
        if known is not None:
            if known != entry:
                raise WrongEntry(f"{entry.key}: stands for another entry already")
            return
        refuse_wrong(entry, self.balance(entry.source))
        self.entries[entry.key] = entry
        self._balances[entry.source] -= entry.amount
        self._balances[entry.target] += entry.amount

    def balance(self, place: Place) -> Decimal:
        """What is at a place, 元."""
        return self._balances[place]

    def total(self, account: Account) -> Decimal:
        """What is in an account, all holders together, 元."""
        return sum((left for place, left in self._balances.items() if place.account is account), ZERO)
