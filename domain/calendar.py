"""The working days (工作日) of China and the dates of Asia/Shanghai.

Years that the State Council has announced come from `chinesecalendar`, make-up days (调休) included, or are
loaded from the announcement before the library knows them (`domain.announced_year`). Any other year is computed
on weekends and the fixed statutory days, and every answer that touched such a year is marked provisional (暂定).
Nothing here reads a clock: "today" is always an argument.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
from pydantic import BaseModel, ConfigDict

from domain.announced_year import AnnouncedYear

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
ANNOUNCED_YEARS: Final = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
"""The years of the library's own table, so that a newer release moves the bound by itself."""

_SATURDAY: Final = 5


class WorkingDay(BaseModel):
    """Whether a day is worked, and whether that is only computed. True in a condition when worked."""

    model_config = ConfigDict(frozen=True)

    is_working: bool
    provisional: bool

    def __bool__(self) -> bool:
        return self.is_working


class DueDate(BaseModel):
    """The last day of a term; provisional when the term ran into an unannounced year."""

    model_config = ConfigDict(frozen=True)

    on: date
    provisional: bool = False


@cache
def _is_workday(day: date) -> bool:
    """Whether a day is worked by the library, which looks for the bounds of its table at each question."""
    return bool(chinese_calendar.is_workday(day))


@cache
def _statutory_days(year: int) -> frozenset[date]:
    """The fixed statutory days of a year, without days "observed" in their place or off in lieu.

    Which days are given in lieu, and which are worked for them, is for the State Council to say: half
    of that answer would be worse than none.
    """
    return frozenset(statutory_days(year))


@cache
def statutory_days(year: int) -> dict[date, str]:
    """The statutory days of a year with their Chinese names (全国年节及纪念日放假办法, Art. 2), in order."""
    named = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {day: named[day] for day in sorted(named) if "调休" not in named[day]}


class WorkingCalendar:
    """Counts in working days.

    Args:
        announced: Years to be taken from the library's table.
        loaded: Announced years that the library does not know; those in neither are computed.
    """

    def __init__(self, announced: range = ANNOUNCED_YEARS, loaded: Iterable[AnnouncedYear] = ()) -> None:
        self._announced = announced
        self._loaded = {year.year: year for year in loaded if year.year not in announced}

    def with_loaded(self, loaded: Iterable[AnnouncedYear]) -> "WorkingCalendar":
        """The same calendar with these loaded years in place of those that it had."""
        return WorkingCalendar(self._announced, loaded)

    def is_announced(self, year: int) -> bool:
        """Whether the days of a year are known, and not only computed."""
        return year in self._announced or year in self._loaded

    def is_working_day(self, day: date) -> WorkingDay:
        """Say whether a day is worked, and whether the answer is provisional."""
        if day.year in self._announced:
            return WorkingDay(is_working=_is_workday(day), provisional=False)
        loaded = self._loaded.get(day.year)
        if loaded is not None:
            return WorkingDay(is_working=loaded.is_workday(day), provisional=False)
        worked = day.weekday() < _SATURDAY and day not in _statutory_days(day.year)
        return WorkingDay(is_working=worked, provisional=True)

    def add_working_days(self, start: date, days: int) -> DueDate:
        """Find the last day of a term of `days` working days; the first day is not counted.

        Args:
            start: The day on which the term begins to run.
            days: Zero or more; zero gives the start itself.

        Raises:
            ValueError: `days` is negative.
        """
        if days < 0:
            raise ValueError(f"a term cannot have {days} working days")
        day, provisional = start, not self.is_announced(start.year)
        while days:
            day += timedelta(days=1)
            found = self.is_working_day(day)
            provisional = provisional or found.provisional
            days -= found.is_working
        return DueDate(on=day, provisional=provisional)

    def working_day_from(self, day: date) -> DueDate:
        """The day itself, or where it is off, the next working day: so ends a term whose last day is off (民法典 Art. 203)."""
        if self.is_working_day(day):
            return DueDate(on=day, provisional=not self.is_announced(day.year))
        return self.add_working_days(day - timedelta(days=1), 1)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        span = range(1, (end - start).days + 1)
        return sum(bool(self.is_working_day(start + timedelta(days=offset))) for offset in span)


def shanghai_date(instant: datetime) -> date:
    """Give the calendar day of an instant in Asia/Shanghai.

    Raises:
        ValueError: The instant bears no time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone has no day")
    return instant.astimezone(SHANGHAI).date()


def shanghai_midnight(day: date) -> datetime:
    """Give the first instant of a day in Asia/Shanghai, as an aware datetime."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def anniversary(day: date, years: int = 0, months: int = 0) -> date:
    """Give the corresponding day years and months later; the month's last day where there is none.

    So 2028-02-29 has its first anniversary on 2029-02-28 (民法典 Art. 202).
    """
    month_index = day.month - 1 + months
    year, month = day.year + years + month_index // 12, month_index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))
