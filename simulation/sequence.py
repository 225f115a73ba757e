"""What cases take from one another, in the order of complete acceptance: yearly caps, the pool, its queue, 就高.

One pass over whole numbers, with the very functions that write the sheet of a single case. Only cases that can
meet another one come here; all others are done by then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from domain.calculator.arithmetic import fen_of
from domain.calculator.caps import POOL_PARTIAL, YearlyCap, from_pool, within_yearly_cap, yearly_cap
from domain.calculator.higher_of import difference, ends_it, refuses_later
from domain.calculator.rules.tiers import SUMMED, worth_of
from domain.catalogue.rules import TestingRule
from domain.catalogue.schema import Policy, SubsidyType
from simulation.assessing import GRANTED, NOTHING_PAYABLE, QUEUED, REFUSED
from simulation.once import CountedOnce, tested_shares
from simulation.standing import Meeting, Standings

Choice = Callable[[str], str]


class Settled(NamedTuple):
    """What became of a case."""

    row: int
    amount: int
    reasons: str | None
    status: str


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
        self._standings = Standings(policy, choice)
        self._terms = {code: _terms(subsidy, choice) for code, subsidy in policy.types.items()}
        self._choice = choice
        self._once = CountedOnce()
        self._limit = max(
            (fen_of(each.voucher.pool_per_year) for each in policy.types.values() if each.voucher), default=0
        )

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
        """What counts once comes first."""
        rule = self._terms[case.code].subsidy.rule
        if rule.kind == "testing":
            return self._settle_tests(case, rule)
        if rule.kind != "tiers":
            return self._settle_amount(case, amount)
        fresh, counted = self._once.milestones(case.unit, case.base, case.matter, rule)
        if not fresh:
            return Settled(case.row, 0, "milestone_awarded_before", REFUSED)
        found = self._settle_amount(case, worth_of(counted, summed=self._choice(rule.reading) == SUMMED))
        if found.status == GRANTED:
            self._once.take_milestones(case.unit, case.base, fresh)
        return found

    def _settle_amount(self, case: Meeting, amount: int) -> Settled:
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
        self._standings.award(case, amount, before)
        if unit:
            unit.take(amount, is_settlement=terms.is_settlement)
        if pool:
            pool.issue(case, amount)
        return Settled(case.row, amount, None, GRANTED)

    def _settle_tests(self, case: Meeting, rule: TestingRule) -> Settled:
        """Reports count once in the city, and each year is capped by itself."""
        terms = self._terms[case.code]
        fresh = self._once.fresh_tests(case.matter, rule)
        if not fresh:
            return Settled(case.row, 0, "report_used_before", REFUSED)
        shares = tested_shares(rule, fresh, case.at.date(), self._choice)
        units = {year: self._units[terms.family, case.unit, year] for year in shares}
        limit = terms.cap.fen if terms.cap else None
        left = {
            year: max(0, limit - units[year].used) if limit is not None else shares[year] for year in shares
        }
        kept = {year: min(share, left[year]) for year, share in shares.items()}
        asked = [year for year, share in shares.items() if share]
        reasons = [] if asked else [NOTHING_PAYABLE]
        if asked and not any(left[year] for year in asked):
            reasons.append("unit_year_cap_used_up")
        amount = self._difference(case, sum(kept.values()), reasons)
        if reasons:
            return Settled(case.row, 0, ";".join(reasons), REFUSED)
        self._standings.award(case, amount, sum(kept.values()))
        self._once.take_reports(fresh, rule)
        for year, part in kept.items():
            units[year].take(part, is_settlement=False)
        return Settled(case.row, amount, None, GRANTED)

    def _difference(self, case: Meeting, amount: int, reasons: list[str]) -> int:
        """附则(三) against what other cases of the unit were awarded on the same base."""
        standing = self._standings.met_by(case)
        if not standing:
            return amount
        there = {number: each for number, each in standing.items() if each.amount}
        excluding = [each for number, each in there.items() if self._standings.excludes(case, number, each)]
        if not excluding:
            return amount
        subsidy = self._terms[case.code].subsidy
        if any(ends_it(subsidy, each.code, case.matter, each.matter) for each in excluding):
            reasons.append("granted_once")
            return 0
        if self._refuses_later:
            reasons.append("already_supported")
            return 0
        beside = [each for each in there.values() if each not in excluding]  # its own instalments among them
        most = self._standings.most
        with_it, without_it = most(case, beside), most(case, list(there.values()))
        awarded = sum(each.amount for each in there.values())
        kept = difference(amount, beside=with_it, excluding=without_it, awarded=awarded).kept
        if amount and not kept:
            reasons.append("not_higher_than_prior")
        return kept

    def _pool(self, year: int) -> PoolOfYear:
        pool = self.pools.get(year)
        if pool is None:
            pool = self.pools[year] = PoolOfYear(self._limit)
        return pool


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
