"""The days of one year to be read by people: which are off, which are worked in lieu, and who says so."""

from datetime import date, timedelta
from enum import StrEnum

import chinese_calendar

from domain.announced_year import AnnouncedYear, DayOff
from domain.calendar import ANNOUNCED_YEARS, WorkingCalendar, statutory_days
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


def days_of(year: int, loaded: AnnouncedYear | None = None) -> CalendarDays:
    """A year as it counts: from the release, else as it was loaded, else computed."""
    if year in ANNOUNCED_YEARS:
        return _of_the_release(year)
    if loaded is not None:
        return _days(
            DayOrigin.LOADED, year, loaded.days_off, loaded.make_up_days, WorkingCalendar(loaded=(loaded,))
        )
    named = tuple(DayOff(on=day, name=name) for day, name in statutory_days(year).items())
    return _days(DayOrigin.COMPUTED, year, named, (), WorkingCalendar())


def _of_the_release(year: int) -> CalendarDays:
    named = chinese_calendar.holidays.items()
    off = tuple(
        DayOff(on=day, name=_full(chinese_calendar.Holiday(name).chinese))
        for day, name in named
        if day.year == year
    )
    worked = tuple(day for day in chinese_calendar.workdays if day.year == year)
    return _days(DayOrigin.RELEASE, year, off, worked, WorkingCalendar())


def _full(name: str) -> str:
    """A name as announcements write it; the library says 清明 for 清明节."""
    return f"{name}节" if name in SHORT else name


def _days(
    origin: DayOrigin, year: int, off: tuple[DayOff, ...], worked: tuple[date, ...], calendar: WorkingCalendar
) -> CalendarDays:
    return CalendarDays(
        year=year,
        origin=origin,
        days_off=tuple(sorted(off, key=lambda day: day.on)),
        make_up_days=tuple(sorted(worked)),
        working_days=calendar.working_days_between(date(year, 1, 1) - timedelta(days=1), date(year, 12, 31)),
    )
