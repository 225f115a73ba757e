"""A year of days counted once, so that a term is two look-ups however long it is."""

from bisect import bisect_left
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate

from pydantic import BaseModel, ConfigDict


class WorkingDay(BaseModel):
    """Whether a day is worked, and whether that is only computed. True in a condition when worked."""

    model_config = ConfigDict(frozen=True)

    is_working: bool
    provisional: bool

    def __bool__(self) -> bool:
        return self.is_working


class WorkingYear:
    """The days of one year.

    Attributes:
        days: what is known of each.
        worked: how many days were worked before the day of this index; one more at the end, for the whole year.
    """

    def __init__(self, year: int, looked_up: Callable[[date], WorkingDay]) -> None:
        """Look each day up, once."""
        self._first = date(year, 1, 1)
        length = 365 + isleap(year)
        self.days: list[WorkingDay] = [
            looked_up(self._first + timedelta(days=index)) for index in range(length)
        ]
        self.worked = list(accumulate((day.is_working for day in self.days), initial=0))
        self._computed = list(accumulate((day.provisional for day in self.days), initial=0))

    def index(self, day: date) -> int:
        """Where a day of this year stands."""
        return (day - self._first).days

    def worked_after(self, index: int) -> int:
        """How many days are worked after this one, to the end of the year."""
        return self.worked[-1] - self.worked[index + 1]

    def after(self, index: int, count: int) -> int:
        """Where that working day stands which is so many after this one; it must lie in the year."""
        return bisect_left(self.worked, self.worked[index + 1] + count) - 1

    def is_computed(self, after: int, last: int) -> bool:
        """Whether any day after this one, up to and including another, is only computed."""
        return self._computed[last + 1] > self._computed[after + 1]

    def day(self, index: int) -> date:
        """The day that stands there."""
        return self._first + timedelta(days=index)
