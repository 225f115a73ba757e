"""From what a term is to the days on which something happens."""

from datetime import date, datetime

import pytest

from domain.calendar import SHANGHAI, WorkingCalendar
from domain.calendar_years.move import moved_progress
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.time.clock import Extension, Stop, StopKind
from domain.case.time.terms import with_terms
from domain.case.user_tasks import Term, TermAsked, TimerEventKind, UserTask
from domain.departments import APPLICANT, CALENDAR
from tests.fixtures.announcements import year_2027

AT = datetime(2026, 12, 1, 12, tzinfo=SHANGHAI)
UNANNOUNCED = WorkingCalendar(announced=range(2004, 2027))
ANNOUNCED = UNANNOUNCED.with_loaded((year_2027(),))


def term_of(task: UserTask, calendar: WorkingCalendar = ANNOUNCED) -> Term:
    (dated,) = with_terms((task,), AT, calendar)
    assert dated.term is not None
    return dated.term


def until(day: date, party: str = APPLICANT) -> UserTask:
    return UserTask(party=party, acts=("redeem",), asked=TermAsked(name="fixed", label="有效期", until=day))


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2027, 3, 6), date(2027, 3, 8)),  # a Saturday
        (date(2027, 10, 1), date(2027, 10, 8)),  # the first of seven days off
        (date(2027, 2, 20), date(2027, 2, 20)),  # a Saturday that is worked
        (date(2027, 3, 9), date(2027, 3, 9)),
    ],
)
def test_a_fixed_day_by_which_the_applicant_acts_is_a_working_day(last: date, due: date) -> None:
    term = term_of(until(last))
    assert (term.due_on, term.provisional) == (due, False)
    assert [(timer_event.kind, timer_event.ends) for timer_event in term.timer_events] == [
        (TimerEventKind.LAPSE, due)
    ]


def test_a_day_that_is_only_awaited_stays_that_day() -> None:
    term = term_of(until(date(2027, 3, 6), CALENDAR), UNANNOUNCED)
    assert (term.due_on, term.provisional) == (date(2027, 3, 6), False)


def test_a_fixed_day_follows_the_calendar_of_its_year() -> None:
    (task,) = with_terms((until(date(2027, 2, 15)),), AT, UNANNOUNCED)
    assert task.term is not None
    assert (task.term.due_on, task.term.provisional) == (date(2027, 2, 15), True)
    longer = year_2027(
        days_off=(*year_2027().days_off, year_2027().days_off[0].model_copy(update={"on": date(2027, 2, 15)}))
    )
    calendar = UNANNOUNCED.with_loaded((longer,))
    before = Progress(case_number="x", seq=1, stage=Stage.VOUCHER, since=AT, at=AT, tasks=(task,))
    after = moved_progress(before, AT, calendar)
    assert after is not None
    assert after.tasks[0].term is not None
    assert (after.tasks[0].term.due_on, after.tasks[0].term.provisional) == (date(2027, 2, 16), False)
    assert moved_progress(after, AT, calendar) is None


def test_a_pause_that_ends_in_an_unannounced_year_is_provisional_and_one_without_an_end_is_not() -> None:
    asked = TermAsked(name="lead_review", label="牵头审核", working_days=15)
    (task,) = with_terms((UserTask(party="commerce", asked=asked),), AT, UNANNOUNCED)
    assert task.term is not None
    assert task.term.clock is not None
    for working_days, provisional in ((30, True), (5, False), (0, False)):
        stop = Stop(on=AT.date(), kind=StopKind.EXPERT, working_days=working_days)
        assert term_of(task.with_clock(task.term.clock.stopped(stop)), UNANNOUNCED).provisional is provisional


def test_a_timer_event_that_rang_stays_on_its_day_when_the_term_is_extended() -> None:
    asked = TermAsked(name="supplement", label="补正", working_days=10)
    (task,) = with_terms((UserTask(party=APPLICANT, acts=("supplement",), asked=asked),), AT, ANNOUNCED)
    reminder = task.next_timer_event
    assert reminder is not None
    task = task.fired(reminder)
    assert task.term is not None
    assert task.term.clock is not None
    extension = Extension(on=reminder.ends, working_days=5, reason="公章外借")
    term = term_of(task.with_clock(task.term.clock.extended(extension)))
    assert [(timer_event.kind, timer_event.ends) for timer_event in term.timer_events] == [
        (TimerEventKind.REMIND, reminder.ends),
        (TimerEventKind.LAPSE, term.due_on),
    ]
