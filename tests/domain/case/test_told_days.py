"""A last day that somebody outside was told never moves earlier; an outage of the office's system moves it to a grace."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, WorkingCalendar, shanghai_midnight
from domain.calendar_years.announced_year import AnnouncedYear, DayOff
from domain.calendar_years.outage import Outage
from domain.case.time.terms import REMINDER_AHEAD, with_terms
from domain.case.user_tasks import Term, TermAsked, TimerEventKind, UserTask
from domain.departments import APPLICANT, PUBLIC
from tests.fixtures.announcements import SOURCE_2027, year_2027

UNANNOUNCED = WorkingCalendar(announced=range(2004, 2027))
OPENED = datetime(2027, 1, 21, 10, tzinfo=SHANGHAI)
NEWS = datetime(2027, 2, 4, 9, 30, tzinfo=SHANGHAI)


def task_of(party: str, *, lapses: bool = False, until: date | None = None) -> UserTask:
    days = 0 if until else 10
    asked = TermAsked(name="supplement", label="补正", working_days=days, until=until, lapses=lapses)
    return UserTask(party=party, acts=("supplement",), asked=asked)


def term_of(task: UserTask) -> Term:
    assert task.term is not None
    return task.term


def by(calendar: WorkingCalendar, task: UserTask, at: datetime = OPENED) -> UserTask:
    (dated,) = with_terms((task,), at, calendar)
    return dated


def test_a_sunday_that_is_worked_after_all_takes_no_day_from_the_applicant() -> None:
    told = by(UNANNOUNCED, task_of(APPLICANT))
    assert term_of(told).due_on == date(2027, 2, 4)
    after = by(UNANNOUNCED.with_loaded((year_2027(),)), told, NEWS)
    assert (term_of(after).due_on, term_of(after).provisional) == (date(2027, 2, 4), False)
    assert after.next_timer_event is not None
    assert term_of(after).timer_events[-1].at == shanghai_midnight(date(2027, 2, 5))


@pytest.mark.parametrize(
    ("task", "last"),
    [
        (task_of(PUBLIC), date(2027, 2, 4)),
        (task_of("commerce"), date(2027, 2, 3)),  # an office's term may shorten
        (task_of("commerce", lapses=True), date(2027, 2, 3)),
    ],
)
def test_what_was_told_outside_stands_and_an_offices_term_may_shorten(task: UserTask, last: date) -> None:
    after = by(UNANNOUNCED.with_loaded((year_2027(),)), by(UNANNOUNCED, task), NEWS)
    assert term_of(after).due_on == last


def test_a_fixed_day_that_was_told_stands_too() -> None:
    off = year_2027(days_off=(*year_2027().days_off, DayOff(on=date(2027, 3, 5), name="放假")))
    told = by(UNANNOUNCED.with_loaded((off,)), task_of(APPLICANT, until=date(2027, 3, 5)))
    assert term_of(told).due_on == date(2027, 3, 8)
    assert term_of(by(UNANNOUNCED.with_loaded((year_2027(),)), told)).due_on == date(2027, 3, 8)


AWAY = Outage(first=date(2026, 12, 9), last=date(2026, 12, 15), grace_working_days=3)
STANDING = WorkingCalendar(range(2004, 2027), outages=(AWAY,))


@pytest.mark.parametrize(
    ("opened", "last"),
    [
        (date(2026, 11, 23), date(2026, 12, 7)),  # over before the system stood
        (date(2026, 11, 25), date(2026, 12, 18)),  # its first day
        (date(2026, 11, 30), date(2026, 12, 18)),  # 12-14, in the middle
        (date(2026, 12, 1), date(2026, 12, 18)),  # its last day
        (date(2026, 12, 3), date(2026, 12, 18)),  # 12-17, within the grace
        (date(2026, 12, 4), date(2026, 12, 18)),  # the last day of the grace itself
        (date(2026, 12, 7), date(2026, 12, 21)),  # after it
    ],
)
def test_an_end_in_an_outage_or_its_grace_is_at_the_end_of_the_grace(opened: date, last: date) -> None:
    at = datetime.combine(opened, datetime.min.time(), SHANGHAI) + timedelta(hours=10)
    term = term_of(by(STANDING, task_of(APPLICANT), at))
    assert term.due_on == last
    assert term.timer_events[-1].ends == last
    assert (term.timer_events[0].kind, term.timer_events[-1].kind) == (
        TimerEventKind.REMIND,
        TimerEventKind.LAPSE,
    )
    assert STANDING.working_days_between(term.timer_events[0].ends, last) == REMINDER_AHEAD


def test_an_outage_gives_no_office_more_time_but_counts_no_silence_in_it() -> None:
    at = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
    assert term_of(by(STANDING, task_of("commerce"), at)).due_on == date(2026, 12, 14)
    assert term_of(by(STANDING, task_of("commerce", lapses=True), at)).due_on == date(2026, 12, 18)


def test_a_grace_that_runs_into_the_next_outage_moves_on() -> None:
    again = Outage(first=date(2026, 12, 17), last=date(2026, 12, 22), grace_working_days=3)
    calendar = WorkingCalendar(range(2004, 2027), outages=(again, AWAY))
    at = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
    assert term_of(by(calendar, task_of(APPLICANT), at)).due_on == date(2026, 12, 25)


FIRST = date(2027, 1, 4)
DAYS = st.integers(0, 80).map(lambda ahead: FIRST + timedelta(days=ahead))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """A year of any days off and weekends worked, and outages."""
    named = draw(st.sets(DAYS, max_size=20))
    year = AnnouncedYear(
        year=2027,
        days_off=tuple(DayOff(on=day, name="放假") for day in named if day.weekday() < 5),
        make_up_days=tuple(day for day in named if day.weekday() >= 5),
        source=SOURCE_2027,
    )
    outages = draw(st.lists(st.tuples(DAYS, st.integers(0, 5), st.integers(1, 4)), max_size=2))
    return WorkingCalendar(
        range(2004, 2027),
        (year,),
        [
            Outage(first=day, last=day + timedelta(days=long), grace_working_days=grace)
            for day, long, grace in outages
        ],
    )


@settings(max_examples=150, deadline=None)
@given(
    opened=DAYS,
    party=st.sampled_from([APPLICANT, PUBLIC]),
    loaded=st.lists(calendars(), min_size=1, max_size=6),
)
def test_whatever_is_loaded_day_by_day_no_day_that_was_told_moves_earlier(
    opened: date, party: str, loaded: list[WorkingCalendar]
) -> None:
    at = datetime.combine(opened, datetime.min.time(), SHANGHAI) + timedelta(hours=9)
    task = by(UNANNOUNCED, task_of(party), at)
    for ahead, calendar in enumerate(loaded):
        today = opened + timedelta(days=ahead)
        now = at + timedelta(days=ahead)
        before = term_of(task)
        if before.due_on < today:
            break
        task = by(calendar, task, now)
        term = term_of(task)
        assert term.due_on >= before.due_on
        assert term.timer_events[-1].at == shanghai_midnight(term.due_on + timedelta(days=1)) > now
        for outage in calendar.outages:
            grace = calendar.add_working_days(outage.last, outage.grace_working_days).on
            assert not (outage.first <= term.due_on < grace and term.starts_on <= outage.last)
