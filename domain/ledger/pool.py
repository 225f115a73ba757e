"""A pool (年度额度): so much a year over all cases. Reserved when issued, fed again by what is released, settled at year's end."""

from datetime import datetime

from domain.frozen import Frozen
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Entry, Place, Posting, budget_of
from domain.money import Yuan


class Pool(Frozen):
    """One year's pool.

    Attributes:
        code: ``voucher``.
        limit: 元 that the law gives for the year.
        clause: the clause that limits it.
    """

    code: str
    year: int
    limit: Yuan
    clause: str
    policy_version: str = ""

    @property
    def place(self) -> Place:
        """Where its money waits."""
        return Place(account=Account.POOL, holder=f"{self.code}/{self.year}")

    def opened(self, at: datetime) -> Entry:
        """The year's limit is put into the pool, once."""
        return self._moved(Movement.OPENED, budget_of(self.year), self.place, self.limit, "opened", at)

    def settled(self, left: Yuan, key: str, at: datetime) -> Entry:
        """The year is over: what is left lapses."""
        return self._moved(Movement.SETTLED, self.place, budget_of(self.year), left, key, at)

    def issued(self, matter: Posting, face: Yuan, key: str, at: datetime) -> tuple[Entry, Entry]:
        """Reserve and issue a voucher of this face."""
        reserved, issued = matter.place(Account.RESERVED), matter.place(Account.ISSUED)
        return (
            matter.moved(Movement.RESERVED, self.place, reserved, face, key=f"{key}/reserved", at=at),
            matter.moved(Movement.ISSUED, reserved, issued, face, key=f"{key}/issued", at=at),
        )

    def released(self, matter: Posting, left: Yuan, key: str, at: datetime, reason: str) -> Entry:
        """Give back what is left on a voucher that was cancelled or has expired."""
        source = matter.place(Account.ISSUED)
        return matter.moved(Movement.RELEASED, source, self.place, left, key=key, at=at, reason=reason)

    def _moved(
        self, movement: Movement, source: Place, target: Place, amount: Yuan, key: str, at: datetime
    ) -> Entry:
        return Entry(
            key=f"{self.code}/{self.year}/{key}",
            movement=movement,
            source=source,
            target=target,
            amount=amount,
            code=self.code,
            year=self.year,
            clause=self.clause,
            policy_version=self.policy_version,
            at=at,
        )
