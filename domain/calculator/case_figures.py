"""The facts of one case as the figures that the arithmetic works on: whole 分, truths, days."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.calculator.arithmetic import Figure, fen_of
from domain.calendar import anniversary
from domain.catalogue.rules import TestingRule


class CaseFigures:
    """One case; see `arithmetic.Figures`. Who inherits has the exact typed facts."""

    facts: Mapping[str, Any]
    on: date

    @staticmethod
    def minimum(one: Figure, other: Figure) -> Figure:
        """The lesser."""
        return min(one, other)

    @staticmethod
    def maximum(one: Figure, other: Figure) -> Figure:
        """The greater."""
        return max(one, other)

    @staticmethod
    def where(holds: Figure, then: Figure, otherwise: Figure) -> Figure:
        """One if it holds, else the other."""
        return then if holds else otherwise

    def money(self, name: str) -> Decimal:
        """One money fact, in 元."""
        amount = self.facts[name]
        if not isinstance(amount, Decimal):
            raise TypeError(f"{name} is not money")
        return amount

    def fen(self, name: str) -> int:
        """One money fact, in whole 分."""
        return fen_of(self.money(name))

    def is_missing(self, name: str) -> bool:
        """Not given."""
        return name not in self.facts

    def hundredths(self, name: str) -> int:
        """Money in 分, a whole number a hundred times."""
        return int(self.facts[name] * 100)

    def is_false(self, name: str) -> bool:
        """Declared false."""
        return self.facts[name] is not True

    def is_none_of(self, name: str, values: tuple[str, ...]) -> bool:
        """None of these values."""
        return self.facts[name] not in values

    def none_true(self, name: str, field: str) -> bool:
        """No entry of the list has its field true."""
        return not any(entry[field] for entry in self.facts[name])

    def day(self, name: str) -> date:
        """A date fact."""
        day: date = self.facts[name]
        return day

    def anniversary(self, name: str, years: int) -> date:
        """The day so many years later; the last of February where there is no 29th."""
        return anniversary(self.day(name), years=years)

    def filing_day(self) -> date:
        """The day of filing."""
        return self.on

    def day_of_next_year(self, name: str, month: int, day: int) -> date:
        """A day of the year after that of a date fact."""
        return date(self.day(name).year + 1, month, day)

    def event_days(self, name: str, item: str | None) -> tuple[date, date]:
        """The first and the last day of an event."""
        event = self.facts[name]
        days = [entry[item] for entry in event] if item else [_last_day(event)]
        return min(days), max(days)

    def passed_fees(self, rule: TestingRule, each: Callable[[Figure], Figure]) -> int:
        """The sum over the tests that were passed."""
        tests = self.facts[rule.tests]
        return sum(each(fen_of(test[rule.fee])) for test in tests if test[rule.passed])


def _last_day(event: date | int) -> date:
    """A day is itself; of a year it is the last day."""
    return event if isinstance(event, date) else date(event, 12, 31)
