"""What counts once while cases follow one another: milestones of a unit, test reports in the whole city."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from domain.calculator.arithmetic import fen_of
from domain.calculator.rules.testing import EACH_PRODUCT, counted_year, report_of, shares_by_year
from domain.catalogue.rules import TestingRule, Tier, TiersRule

Test = Mapping[str, Any]
"""An entry of a list of tests, its fee in 分."""


class CountedOnce:
    """What was taken up so far."""

    def __init__(self) -> None:
        self._milestones: dict[str, dict[int, str]] = defaultdict(dict)
        self._reports: set[str] = set()

    def milestones(
        self, unit: str, base: str, revenues: Mapping[str, int], rule: TiersRule
    ) -> tuple[list[Tier], list[Tier]]:
        """The milestones that are reached now, the lowest first, and that the unit was not awarded before; and those that count.

        What it was awarded for the very year (base) that is corrected now counts too.
        """
        current, before = revenues[rule.current], revenues[rule.highest_before]
        rising = sorted(rule.tiers, key=lambda tier: tier.threshold)
        taken = self._milestones[unit]
        reached = [tier for tier in rising if before < fen_of(tier.threshold) <= current]
        fresh = [tier for tier in reached if fen_of(tier.threshold) not in taken]
        return fresh, [tier for tier in reached if taken.get(fen_of(tier.threshold), base) == base]

    def take_milestones(self, unit: str, base: str, tiers: Iterable[Tier]) -> None:
        """The unit was awarded them."""
        self._milestones[unit] |= {fen_of(tier.threshold): base for tier in tiers}

    def fresh_tests(self, tests: Iterable[Test], rule: TestingRule) -> list[Test]:
        """The tests that were passed, and whose report no other case counts."""
        return [test for test in tests if test[rule.passed] and report_of(rule, test) not in self._reports]

    def take_reports(self, tests: Iterable[Test], rule: TestingRule) -> None:
        """A case counts their reports."""
        self._reports |= {report_of(rule, test) for test in tests}


def tested_shares(
    rule: TestingRule, tests: Iterable[Test], filed_on: date, choice: Callable[[str], str]
) -> dict[int, int]:
    """Year → what tests come to before the cap of the unit, 分; the readings as they stand."""
    by, each_product = choice(rule.year_reading), choice(rule.reading) == EACH_PRODUCT
    counted = [(counted_year(test[rule.tested_on], filed_on, by), test[rule.fee]) for test in tests]
    return shares_by_year(rule, counted, each_product=each_product)
