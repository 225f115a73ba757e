"""The working days (工作日) of China and the dates of Asia/Shanghai.

A year is what its announcement says, where one was loaded (`domain.calendar_years.announced_year`), also of days of the
years beside it; else what `chinesecalendar` knows, make-up days (调休) included. Any other year is computed on weekends
and the fixed statutory days, and every answer that touched such a year is marked provisional (暂定).
Nothing here reads a clock: "today" is always an argument.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
from pydantic import BaseModel, ConfigDict

from domain.calendar_years.announced_year import AnnouncedYear
from domain.calendar_years.outage import Outage, in_order
from domain.calendar_years.working_year import WorkingDay as WorkingDay
from domain.calendar_years.working_year import WorkingYear

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
ANNOUNCED_YEARS: Final = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
"""The years of the library's own table, so that a newer release moves the bound by itself."""


@cache
def release_digest() -> str:
    """SHA-256 over the library's table: another one is a calendar that may move terms."""
    table = [*chinese_calendar.holidays, *chinese_calendar.workdays]
    return sha256(" ".join(day.isoformat() for day in sorted(table)).encode()).hexdigest()


_SATURDAY: Final = 5
_DECEMBER: Final = 12


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


def named_days(years: Iterable[AnnouncedYear]) -> dict[date, bool]:
    """Every day that announcements name, with whether it is worked; where two name one, the later document is right."""
    named: dict[date, bool] = {}
    for year in sorted(years, key=lambda each: (each.source.issued_on, each.year)):
        named |= dict.fromkeys(year.off, False) | dict.fromkeys(year.made_up, True)
    return named


class WorkingCalendar:
    """Counts in working days.

    Args:
        announced: Years of the library's table, which count where no announcement was loaded.
        loaded: Announced years, each as its document has it; what is in neither is computed.
        outages: Of the office's own system.
    """

    def __init__(
        self,
        announced: range = ANNOUNCED_YEARS,
        loaded: Iterable[AnnouncedYear] = (),
        outages: Iterable[Outage] = (),
    ) -> None:
        years = tuple(loaded)
        self._announced = announced
        self._loaded = frozenset(year.year for year in years)
        self._named = named_days(years)
        self._counted: dict[int, WorkingYear] = {}
        self.outages = in_order(outages)

    def with_loaded(
        self, loaded: Iterable[AnnouncedYear], outages: Iterable[Outage] = ()
    ) -> "WorkingCalendar":
        """The same calendar with these loaded years and outages in place of those that it had."""
        return WorkingCalendar(self._announced, loaded, outages)

    def is_announced(self, year: int) -> bool:
        """Whether the days of a year are known, and not only computed."""
        return year in self._announced or year in self._loaded

    def is_working_day(self, day: date) -> WorkingDay:
        """Say whether a day is worked, and whether the answer is provisional."""
        year = self._year(day.year)
        return year.days[year.index(day)]

    def _year(self, number: int) -> WorkingYear:
        """A year, counted when it is first asked for: the same terms are asked for again and again."""
        found = self._counted.get(number)
        if found is None:
            found = self._counted[number] = WorkingYear(number, self._looked_up)
        return found

    def _looked_up(self, day: date) -> WorkingDay:
        named = self._named.get(day)
        if named is not None:
            return WorkingDay(is_working=named, provisional=False)
        if self._library_speaks_of(day):
            return WorkingDay(is_working=_is_workday(day), provisional=False)
        worked = day.weekday() < _SATURDAY
        if day.year in self._loaded:
            return WorkingDay(is_working=worked, provisional=False)
        return WorkingDay(is_working=worked and day not in _statutory_days(day.year), provisional=True)

    def _library_speaks_of(self, day: date) -> bool:
        """Whether the library is the word on a day that no loaded document names.

        On a December it has two documents' word: that of its own year, and that of the next, which may move its days.
        """
        if day.year not in self._announced:
            return False
        speaks_next = day.month == _DECEMBER and day.year + 1 in self._announced
        return day.year not in self._loaded or (speaks_next and day.year + 1 not in self._loaded)

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
        provisional = not self.is_announced(start.year)
        if not days:
            return DueDate(on=start, provisional=provisional)
        year = self._year(start.year)
        index = year.index(start)
        while (left := year.worked_after(index)) < days:
            provisional = provisional or year.is_computed(index, len(year.days) - 1)
            days -= left
            year, index = self._year(year.day(0).year + 1), -1
        last = year.after(index, days)
        return DueDate(on=year.day(last), provisional=provisional or year.is_computed(index, last))

    def working_day_from(self, day: date) -> DueDate:
        """The day itself, or where it is off, the next working day: so ends a term whose last day is off (民法典 Art. 203)."""
        if self.is_working_day(day):
            return DueDate(on=day, provisional=not self.is_announced(day.year))
        return self.add_working_days(day - timedelta(days=1), 1)

    def working_day_before(self, day: date, days: int) -> date:
        """The working day after whose end so many working days are left up to and including a day."""
        while days:
            days -= bool(self.is_working_day(day))
            day -= timedelta(days=1)
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def after_outages(self, end: DueDate, begun: date) -> DueDate:
        """The end of a term of somebody outside, where an outage lies in its way: the end of the grace after that.

        Args:
            end: the last day without any outage.
            begun: the day on which the term began.
        """
        for outage in self.outages:
            grace = self.add_working_days(outage.last, outage.grace_working_days)
            if outage.reaches(end.on, begun) and end.on < grace.on:
                end = grace
        return end

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return (
            self._worked_before(end)
            - self._worked_before(start)
            + sum(self._year(number).worked[-1] for number in range(start.year, end.year))
        )

    def _worked_before(self, day: date) -> int:
        """How many days of its year are worked up to and including a day."""
        year = self._year(day.year)
        return year.worked[year.index(day) + 1]


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
