"""The facts of a million cases as the figures that the law's arithmetic works on: polars expressions in whole 分."""

from collections.abc import Callable, Mapping

import polars as pl

from domain.calculator.arithmetic import Figure
from domain.catalogue.facts import FactKind
from domain.catalogue.rules import TestingRule
from domain.catalogue.schema import SubsidyType
from simulation.files.columns import COMPLETE_AT


def as_column(figure: Figure) -> pl.Expr:
    """A figure as a column; a number alone takes 64 bits, for 32 would overflow unseen."""
    if isinstance(figure, pl.Expr):
        return figure
    return pl.lit(figure, pl.Boolean if isinstance(figure, bool) else pl.Int64)


class ColumnFigures:
    """One type; see `domain.calculator.arithmetic.Figures`.

    Args:
        subsidy: whose facts the columns hold.
        choices: reading → how it stands.
    """

    def __init__(self, subsidy: SubsidyType, choices: Mapping[str, str]) -> None:
        self._subsidy = subsidy
        self._choices = choices

    @staticmethod
    def minimum(one: Figure, other: Figure) -> pl.Expr:
        """The lesser; null where a figure is not known."""
        return pl.when(one <= other).then(as_column(one)).when(one > other).then(as_column(other))

    @staticmethod
    def maximum(one: Figure, other: Figure) -> pl.Expr:
        """The greater; null where a figure is not known."""
        return pl.when(other >= one).then(as_column(other)).when(other < one).then(as_column(one))

    @staticmethod
    def where(holds: Figure, then: Figure, otherwise: Figure) -> pl.Expr:
        """One where it holds, the other elsewhere."""
        return pl.when(holds).then(as_column(then)).otherwise(as_column(otherwise))

    def choice(self, reading: str) -> str:
        """How a switch stands."""
        return self._choices[reading]

    def fen(self, name: str) -> pl.Expr:
        """A money fact, in whole 分."""
        return pl.col(name)

    def is_missing(self, name: str) -> pl.Expr:
        """Not given."""
        return pl.col(name).is_null()

    def hundredths(self, name: str) -> pl.Expr:
        """Money in 分, a whole number a hundred times."""
        is_money = self._subsidy.fact(name).kind is FactKind.MONEY
        return pl.col(name) if is_money else pl.col(name) * 100

    def is_false(self, name: str) -> pl.Expr:
        """Declared false."""
        return ~pl.col(name)

    def is_none_of(self, name: str, values: tuple[str, ...]) -> pl.Expr:
        """None of these values."""
        return ~pl.col(name).cast(pl.String).is_in(list(values))

    def none_true(self, name: str, field: str) -> pl.Expr:
        """No entry of the list has its field true."""
        return ~pl.col(name).list.eval(pl.element().struct.field(field)).list.any()

    def day(self, name: str) -> pl.Expr:
        """A date fact."""
        return pl.col(name)

    def anniversary(self, name: str, years: int) -> pl.Expr:
        """The day so many years later; the last of February where there is no 29th."""
        return pl.col(name).dt.offset_by(f"{years}y")

    def filing_day(self) -> pl.Expr:
        """The day of complete acceptance stands for it."""
        return pl.col(COMPLETE_AT).dt.date()

    def day_of_next_year(self, name: str, month: int, day: int) -> pl.Expr:
        """A day of the year after that of a date fact."""
        return pl.date(pl.col(name).dt.year() + 1, month, day)

    def event_days(self, name: str, item: str | None) -> tuple[pl.Expr, pl.Expr]:
        """The first and the last day of an event: a date itself, the last day of a year, the dates of a list."""
        if item is not None:
            days = pl.col(name).list.eval(pl.element().struct.field(item))
            return days.list.min(), days.list.max()
        is_date = self._subsidy.fact(name).kind is FactKind.DATE
        day = pl.col(name) if is_date else pl.date(pl.col(name), 12, 31)
        return day, day

    def passed_fees(self, rule: TestingRule, each: Callable[[Figure], Figure]) -> pl.Expr:
        """The sum over the tests that were passed."""
        entry = pl.element().struct
        passed = pl.col(rule.tests).list.eval(entry.field(rule.fee).filter(entry.field(rule.passed)))
        return passed.list.eval(each(pl.element())).list.sum()
