"""Working days with make-up days, and honesty about years that nobody has announced."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import (
    ANNOUNCED_YEARS,
    SHANGHAI,
    DueDate,
    WorkingCalendar,
    anniversary,
    shanghai_date,
    shanghai_midnight,
)
from domain.calendar_years.announced_year import AnnouncedYear, DayOff
from tests.fixtures.announcements import SOURCE_2027

CALENDAR = WorkingCalendar()
LAST = ANNOUNCED_YEARS[-1]
DAYS = st.dates(date(LAST - 3, 1, 1), date(LAST + 3, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 10, 1), False),  # National Day, Thursday
        (date(2026, 10, 9), True),  # Friday after the holiday
        (date(2026, 10, 10), True),  # Saturday worked in lieu (调休)
        (date(2026, 10, 11), False),  # Sunday
        (date(2026, 2, 14), True),  # Saturday before Spring Festival, worked in lieu
    ],
)
def test_make_up_days_are_worked(day: date, worked: bool) -> None:
    found = CALENDAR.is_working_day(day)
    assert (found.is_working, found.provisional) == (worked, False)
    assert bool(found) is worked


def test_the_announced_bound_is_the_librarys_own() -> None:
    assert max(chinese_calendar.holidays).year == LAST
    chinese_calendar.is_workday(date(LAST, 12, 31))
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(LAST + 1, 1, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2027, 1, 1), False),  # New Year's Day, Friday
        (date(2027, 2, 8), False),  # Spring Festival, Monday
        (date(2027, 2, 9), True),  # only "observed": nobody has announced it
        (date(2027, 10, 4), True),  # only "observed" too
        (date(2027, 10, 2), False),  # Saturday
    ],
)
def test_unannounced_years_are_computed_and_say_so(day: date, worked: bool) -> None:
    found = WorkingCalendar(range(2004, 2027)).is_working_day(day)
    assert (found.is_working, found.provisional) == (worked, True)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # Monday + 5: Tue Wed Thu Fri Mon
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # 8, 9 and the worked Saturday 10
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # begins on a Saturday
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_the_first_day_is_not_counted(start: date, days: int, due: date) -> None:
    assert CALENDAR.add_working_days(start, days) == DueDate(on=due, provisional=False)


def test_a_term_into_an_unannounced_year_is_provisional() -> None:
    calendar = WorkingCalendar(range(2004, 2027))
    assert calendar.add_working_days(date(2026, 12, 30), 1) == DueDate(
        on=date(2026, 12, 31), provisional=False
    )
    assert calendar.add_working_days(date(2026, 12, 30), 2) == DueDate(on=date(2027, 1, 4), provisional=True)


def test_it_is_computed_again_when_the_calendar_arrives() -> None:
    before = WorkingCalendar(range(2004, 2026)).add_working_days(date(2026, 9, 30), 3)
    assert before == DueDate(on=date(2026, 10, 7), provisional=True)  # 5, 6, 7: no day in lieu is guessed
    assert CALENDAR.add_working_days(date(2026, 9, 30), 3) == DueDate(on=date(2026, 10, 10))


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_working_days(date(2026, 3, 2), -1)


@settings(max_examples=50, deadline=None)
@given(DAYS, st.integers(0, 60))
def test_counting_is_the_inverse_of_adding(start: date, days: int) -> None:
    due = CALENDAR.add_working_days(start, days)
    assert CALENDAR.working_days_between(start, due.on) == days
    assert CALENDAR.working_days_between(due.on, start) == -days
    assert due.provisional == (start.year not in ANNOUNCED_YEARS or due.on.year not in ANNOUNCED_YEARS)
    assert days == 0 or CALENDAR.is_working_day(due.on)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 600), st.sets(st.sampled_from((LAST, LAST + 1, LAST + 2))))
def test_a_term_is_what_is_counted_day_by_day(start: date, days: int, loaded: set[int]) -> None:
    calendar = CALENDAR.with_loaded(
        AnnouncedYear(year=year, days_off=(DayOff(on=date(year, 3, 3), name="三月三"),), source=SOURCE_2027)
        for year in loaded
    )
    day, left, provisional = start, days, not calendar.is_announced(start.year)
    while left:
        day += timedelta(days=1)
        found = calendar.is_working_day(day)
        provisional = provisional or found.provisional
        left -= found.is_working
    assert calendar.add_working_days(start, days) == DueDate(on=day, provisional=provisional)
    assert calendar.working_days_between(start, day) == days


def test_the_day_begins_in_shanghai() -> None:
    assert shanghai_date(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert shanghai_date(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert shanghai_midnight(date(2026, 3, 2)) == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    assert shanghai_midnight(date(2026, 3, 2)).tzinfo is SHANGHAI


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        shanghai_date(datetime(2026, 3, 1))  # noqa: DTZ001 - the naive instant is the point


@pytest.mark.parametrize(
    ("day", "years", "months", "later"),
    [
        (date(2028, 2, 29), 1, 0, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, 0, date(2032, 2, 29)),
        (date(2026, 3, 10), 1, 0, date(2027, 3, 10)),
        (date(2026, 12, 31), 0, 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 0, 13, date(2027, 12, 30)),
    ],
)
def test_anniversaries_fall_on_the_months_last_day_where_there_is_none(
    day: date, years: int, months: int, later: date
) -> None:
    assert anniversary(day, years=years, months=months) == later


@settings(max_examples=50, deadline=None)
@given(DAYS)
def test_midnight_belongs_to_its_day(day: date) -> None:
    midnight = shanghai_midnight(day)
    assert shanghai_date(midnight) == day
    assert shanghai_date(midnight - timedelta(microseconds=1)) == day - timedelta(days=1)
