"""An outage of the office's own system (停机): whoever had to act through it in that time gets a grace after it."""

from collections.abc import Iterable
from datetime import date

from domain.frozen import Frozen


class Outage(Frozen):
    """A time in which the office's own system was away.

    Attributes:
        first: its first day in Asia/Shanghai.
        last: its last day.
        grace_working_days: how long after its last day an end that lay in it, or within the grace, is moved.
    """

    first: date
    last: date
    grace_working_days: int

    def reaches(self, end: date, begun: date) -> bool:
        """Whether it can have kept somebody from acting in a term that began on a day and ends on another."""
        return begun <= self.last and self.first <= end


def in_order(outages: Iterable[Outage]) -> tuple[Outage, ...]:
    """The outages by the day on which they ended, so that a grace that runs into the next one is moved on by it."""
    return tuple(sorted(outages, key=lambda each: (each.last, each.first)))
