"""The days of one year to be read by people: which are off, which are worked in lieu, and who says so."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import chinese_calendar

from domain.calendar import ANNOUNCED_YEARS, WorkingCalendar, statutory_days
from domain.calendar_years.announced_year import WEEKEND, AnnouncedYear, DayOff
from domain.frozen import Frozen

SHORT = frozenset({"清明", "端午", "中秋"})


class DayOrigin(StrEnum):
    """Where a year comes from."""

    RELEASE = "release"
    LOADED = "loaded"
    COMPUTED = "computed"


class CalendarDays(Frozen):
    """A year's days; provisional (暂定) when nobody has announced it and they are only computed."""

    year: int
    origin: DayOrigin
    days_off: tuple[DayOff, ...]
    make_up_days: tuple[date, ...] = ()
    working_days: int

    @property
    def provisional(self) -> bool:
        """Whether the year is not announced yet."""
        return self.origin is DayOrigin.COMPUTED


def days_of(year: int, loaded: Iterable[AnnouncedYear] = ()) -> CalendarDays:
    """A year as it counts: by the loaded documents, else by the release, else computed."""
    years = tuple(loaded)
    calendar, names = WorkingCalendar(loaded=years), _names(year, years)
    first = date(year, 1, 1)
    every = [first + timedelta(days=ahead) for ahead in range((date(year + 1, 1, 1) - first).days)]
    off = [day for day in every if not calendar.is_working_day(day)]
    return CalendarDays(
        year=year,
        origin=_origin(year, years),
        days_off=tuple(DayOff(on=day, name=names[day]) for day in off if day in names),
        make_up_days=tuple(day for day in every if day.weekday() in WEEKEND and calendar.is_working_day(day)),
        working_days=len(every) - len(off),
    )


def _origin(year: int, loaded: tuple[AnnouncedYear, ...]) -> DayOrigin:
    if any(each.year == year for each in loaded):
        return DayOrigin.LOADED
    return DayOrigin.RELEASE if year in ANNOUNCED_YEARS else DayOrigin.COMPUTED


def _names(year: int, loaded: tuple[AnnouncedYear, ...]) -> dict[date, str]:
    """What the holidays are called: by the documents that name them, else by the release, else by the law."""
    named = {day.on: day.name for each in loaded for day in each.days_off}
    if any(each.year == year for each in loaded):
        return named
    return (_names_of_the_release(year) if year in ANNOUNCED_YEARS else statutory_days(year)) | named


def _names_of_the_release(year: int) -> dict[date, str]:
    holidays = chinese_calendar.holidays.items()
    return {day: _full(chinese_calendar.Holiday(name).chinese) for day, name in holidays if day.year == year}


def _full(name: str) -> str:
    """A name as announcements write it; the library says 清明 for 清明节."""
    return f"{name}节" if name in SHORT else name
