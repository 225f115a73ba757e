"""The arithmetic of the law, written once: the same functions serve one case and a column of a million cases.

A *figure* is whatever answers to ``+ - * // %``, comparisons and ``& |``: a whole number of 分 here, a column of
such numbers in the budget sandbox. What Python writes as ``min``, ``max`` or ``if`` goes through `Figures`, for a
column knows no ``if``. Amounts stay below 10¹⁸ 分 and are divided before they are multiplied, so that every step
fits into 64 bits.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from domain.catalogue.rules import TestingRule
from domain.money import FEN

Figure = Any
"""A number, truth or day, of one case or of a column of cases."""


class Figures(Protocol):
    """The facts of one case, or of a column of cases, as figures."""

    def minimum(self, one: Figure, other: Figure) -> Figure:
        """The lesser."""

    def maximum(self, one: Figure, other: Figure) -> Figure:
        """The greater."""

    def where(self, holds: Figure, then: Figure, otherwise: Figure) -> Figure:
        """One where something holds, the other elsewhere."""

    def choice(self, reading: str) -> str:
        """How a switch stands."""

    def fen(self, name: str) -> Figure:
        """A money fact in whole 分."""

    def is_missing(self, name: str) -> Figure:
        """The fact was not given."""

    def hundredths(self, name: str) -> Figure:
        """A money fact in 分, or a whole number a hundred times: what compares with `fen_of` of a limit."""

    def is_false(self, name: str) -> Figure:
        """The fact is declared false."""

    def is_none_of(self, name: str, values: tuple[str, ...]) -> Figure:
        """The fact is none of these values."""

    def none_true(self, name: str, field: str) -> Figure:
        """No entry of the list has its field true."""

    def day(self, name: str) -> Figure:
        """A date fact."""

    def anniversary(self, name: str, years: int) -> Figure:
        """The day so many years after a date fact."""

    def filing_day(self) -> Figure:
        """The day of filing."""

    def day_of_next_year(self, name: str, month: int, day: int) -> Figure:
        """A day of the year after that of a date fact."""

    def event_days(self, name: str, item: str | None) -> tuple[Figure, Figure]:
        """The first and the last day of an event: a date itself, the last day of a year, the dates of a list."""

    def passed_fees(self, rule: TestingRule, each: Callable[[Figure], Figure]) -> Figure:
        """The sum, over the tests that were passed, of what ``each`` makes of the fee."""


class Ratio(NamedTuple):
    """A rate as a fraction in lowest terms: 0.10 is 1/10."""

    numerator: int
    denominator: int


@cache
def ratio_of(rate: Decimal) -> Ratio:
    """The rate as a fraction, exactly."""
    return Ratio(*rate.as_integer_ratio())


@lru_cache(maxsize=4096)  # the limits of the law come again and again
def fen_of(amount: Decimal) -> int:
    """元 → whole 分."""
    return int(amount * 100)


def yuan_of(fen: int) -> Decimal:
    """Whole 分 → 元 with two decimals."""
    return Decimal(fen) * FEN


def share_of_fen(base: Figure, rate: Decimal) -> Figure:
    """Base × rate in whole 分, half up: 33 × 50 % = 16.5, so 17. The base is zero or more."""
    numerator, denominator = ratio_of(rate)
    rest = base % denominator
    return base // denominator * numerator + (rest * (2 * numerator) + denominator) // (2 * denominator)


def falls_short_of_growth(current: Figure, previous: Figure, rate: Decimal) -> Figure:
    """Whether the increase is less than previous × rate, compared exactly: 分 against the next whole 分 above."""
    numerator, denominator = ratio_of(rate)
    rest = previous % denominator
    needed = previous // denominator * numerator + (rest * numerator + denominator - 1) // denominator
    return current - previous < needed
