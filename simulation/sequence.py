"""What cases take from one another, in the order of complete acceptance: yearly caps, the pool, its queue, 就高.

One pass over whole numbers, with the very functions that write the sheet of a single case. Only cases that can
meet another one come here; all others are done by then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from domain.calculator.arithmetic import fen_of
from domain.calculator.caps import POOL_PARTIAL, YearlyCap, from_pool, within_yearly_cap, yearly_cap
from domain.calculator.higher_of import difference, ground_between, refuses_later
from domain.catalogue.schema import Policy, SubsidyType
from simulation.assessing import GRANTED, NOTHING_PAYABLE, QUEUED, REFUSED

Choice = Callable[[str], str]


class Meeting(NamedTuple):
    """A case that can meet others."""

    at: datetime
    case: str
    row: int
    code: str
    unit: str
    base: str


class Settled(NamedTuple):
    """What became of a case."""

    row: int
    amount: int
    reasons: str | None
    status: str


class SequenceStanding:
    """What a case was awarded so far, all its instalments together; 分."""

    __slots__ = ("amount", "before", "code")

    def __init__(self, code: str) -> None:
        self.code, self.amount, self.before = code, 0, 0


class PoolOfYear:
    """The voucher pool of a year while it is handed out; 分."""

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit
        self.dry: Meeting | None = None
        self.waiting = 0
        self.waiting_amount = 0

    @property
    def issued(self) -> int:
        """What was handed out."""
        return self.limit - self.left

    def queues(self, case: Meeting, asked: int, given: int, *, waits: bool) -> bool:
        """Whether a voucher must wait: nothing is left for it, or somebody waits before it."""
        if self.dry is None and given < asked:
            self.dry = case
        if not waits and not self.waiting:
            return False
        self.waiting += 1
        self.waiting_amount += asked
        return True

    def issue(self, case: Meeting, amount: int) -> None:
        """Hand out."""
        self.left -= amount
        if not self.left and self.dry is None:
            self.dry = case


class UnitYear:
    """What a unit has of one yearly cap; 分."""

    __slots__ = ("settlement", "used")

    def __init__(self) -> None:
        self.used = self.settlement = 0

    def take(self, amount: int, *, is_settlement: bool) -> None:
        """Count an award."""
        self.used += amount
        if is_settlement:
            self.settlement += amount


class TypeTerms(NamedTuple):
    """What holds for a type in the sequence."""

    subsidy: SubsidyType
    cap: YearlyCap | None
    family: str
    is_voucher: bool
    is_settlement: bool

    @property
    def shares(self) -> bool:
        """Whether its cases take from what a unit may have in a year."""
        return self.cap is not None or self.is_voucher


class Sequence:
    """The state of all that cases share.

    Args:
        policy: whose numbers hold.
        choice: reading → how it stands.
    """

    def __init__(self, policy: Policy, choice: Choice) -> None:
        self.pools: dict[int, PoolOfYear] = {}
        self._partial = choice(POOL_PARTIAL) == "yes"
        self._refuses_later = refuses_later(choice)
        self._units: dict[tuple[str, str, int], UnitYear] = defaultdict(UnitYear)
        self._bases: dict[tuple[str, str], dict[str, SequenceStanding]] = defaultdict(dict)
        self._terms = {code: _terms(subsidy, choice) for code, subsidy in policy.types.items()}
        self._limit = max(
            (fen_of(each.voucher.pool_per_year) for each in policy.types.values() if each.voucher), default=0
        )

        @cache
        def excludes(code: str, other: str) -> bool:
            return ground_between(policy, policy.type(code), other, choice) is not None

        self._excludes = excludes

    def follow(self, cases: Iterable[Meeting], amounts: Iterable[int | None]) -> list[Settled]:
        """Settle the cases.

        Args:
            cases: in the order of complete acceptance.
            amounts: of each, in 分 up to the cap of the item; None for one that does not come so far.
        """
        return [
            self._settle(case, amount)
            for case, amount in zip(cases, amounts, strict=True)
            if amount is not None
        ]

    def _settle(self, case: Meeting, amount: int) -> Settled:
        """The order of arithmetic: yearly cap of the unit → pool → 就高."""
        terms = self._terms[case.code]
        reasons = [] if amount else [NOTHING_PAYABLE]
        unit = pool = None
        waits = False
        if terms.shares:
            unit = self._units[terms.family, case.unit, case.at.year]
            amount = _within_year(terms.cap, unit, amount, reasons)
        asked = amount
        if terms.is_voucher:
            pool = self._pool(case.at.year)
            amount = from_pool(asked, pool.left, partial=self._partial)
            waits = asked > 0 and amount == 0
        before = amount
        if not waits:
            amount = self._difference(case, amount, reasons)
        if reasons:
            return Settled(case.row, 0, ";".join(reasons), REFUSED)
        if pool and pool.queues(case, asked, before, waits=waits):
            return Settled(case.row, 0, None, QUEUED)
        self._award(case, amount, before)
        if unit:
            unit.take(amount, is_settlement=terms.is_settlement)
        if pool:
            pool.issue(case, amount)
        return Settled(case.row, amount, None, GRANTED)

    def _difference(self, case: Meeting, amount: int, reasons: list[str]) -> int:
        """附则(三) against what other cases of the unit were awarded on the same base."""
        standing = self._bases.get((case.unit, case.base))
        if not standing:
            return amount
        there = {number: each for number, each in standing.items() if each.amount}
        excluding = [
            each
            for number, each in there.items()
            if number != case.case and self._excludes(case.code, each.code)
        ]
        if not excluding:
            return amount
        if self._refuses_later:
            reasons.append("already_supported")
            return 0
        against = sum(each.before for each in excluding)
        beside = sum(each.before for each in there.values()) - against  # its own other instalments among them
        awarded = sum(each.amount for each in there.values())
        kept = difference(amount, beside=beside, excluding=against, awarded=awarded).kept
        if amount and not kept:
            reasons.append("not_higher_than_prior")
        return kept

    def _pool(self, year: int) -> PoolOfYear:
        pool = self.pools.get(year)
        if pool is None:
            pool = self.pools[year] = PoolOfYear(self._limit)
        return pool

    def _award(self, case: Meeting, amount: int, before: int) -> None:
        standing = self._bases[case.unit, case.base]
        mine = standing.get(case.case)
        if mine is None:
            mine = standing[case.case] = SequenceStanding(case.code)
        mine.amount += amount
        mine.before += before


def _within_year(cap: YearlyCap | None, unit: UnitYear, amount: int, reasons: list[str]) -> int:
    if cap is None:
        return amount
    found = within_yearly_cap(cap, amount, unit.used, unit.settlement)
    if amount and not found.left:
        reasons.append("unit_year_cap_used_up")
    return found.kept


def _terms(subsidy: SubsidyType, choice: Choice) -> TypeTerms:
    voucher = subsidy.voucher
    family = "voucher" if voucher else subsidy.code
    return TypeTerms(
        subsidy,
        yearly_cap(subsidy, choice),
        family,
        voucher is not None,
        bool(voucher and voucher.is_settlement),
    )
