"""What the store says of accounts, asked again every few seconds: so soon a log-in ends that was taken back."""

import time
from collections.abc import Callable

from adapters.store.people.accounts import Account, account_by_id
from adapters.store.reach import Engine

SECONDS = 5.0
MOST = 10_000
"""Accounts that are remembered at once; when there are more, all are asked for again."""


class KnownAccounts:
    """Accounts by their id, as they were seconds ago at most.

    Args:
        engine: of the store.
        clock: seconds that only grow.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock = engine, clock
        self._seen: dict[str, tuple[float, Account | None]] = {}

    def find(self, account: str) -> Account | None:
        """The account; None when the store knows none of this id."""
        now = self._clock()
        at, known = self._seen.get(account, (None, None))
        if at is None or now - at >= SECONDS:
            if len(self._seen) >= MOST:
                self._seen.clear()
            known = account_by_id(self._engine, account)
            self._seen[account] = (now, known)
        return known

    def forget(self, account: str) -> None:
        """Ask the store the next time."""
        self._seen.pop(account, None)
