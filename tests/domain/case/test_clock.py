"""The legal clock, whatever happens to it: the used budget is the working days on which its office held the case."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.case.time.clock import Clock, Stop, StopKind, day_reached, used_working_days
from domain.case.time.terms import WHOLE_CASE
from domain.case.user_tasks import TimerEventKind
from domain.departments import APPLICANT
from tests.domain.case.held_case import PROMISED, HeldCase
from tests.domain.case.paper_ledger import A_DAY
from tests.fixtures.announcements import MADE_UP_2027, year_2027

BEGUN = date(2026, 12, 1)
"""Some weeks before a year whose calendar is not announced."""

CORRECTED_2027 = year_2027(make_up_days=(date(2027, 1, 16), *MADE_UP_2027[1:]))
"""Another Saturday of January is worked, and the last Sunday is not."""

UNANNOUNCED = WorkingCalendar(announced=range(2004, 2027))
ANNOUNCED = UNANNOUNCED.with_loaded((year_2027(),))
CORRECTED = UNANNOUNCED.with_loaded((CORRECTED_2027,))

Look = Callable[[HeldCase], None]
MOVES: dict[str, Look] = {
    "pause": lambda case: case.pause(3),
    "pause for long": lambda case: case.pause(12),
    "resume": HeldCase.resume,
    "extend": HeldCase.extend,
    "send back": HeldCase.send_back,
    "come back": HeldCase.come_back,
    "announce": lambda case: case.follow(ANNOUNCED),
    "correct": lambda case: case.follow(CORRECTED),
    "fall asleep": HeldCase.sleep,
    "wake": HeldCase.wake,
}
DAYS = st.lists(st.lists(st.sampled_from(sorted(MOVES)), max_size=3), min_size=1, max_size=60)
LATER = st.integers(min_value=0, max_value=40)
LONG = st.integers(min_value=1, max_value=20)


def live(case: HeldCase, days: list[list[str]], look: Look) -> None:
    """Day after day with its moves; every morning on which somebody is up it is looked at."""
    for moves in days:
        for move in moves:
            MOVES[move](case)
        case.pass_a_day()
        if not case.is_asleep:
            look(case)


def live_to_the_end(case: HeldCase, look: Look) -> None:
    """Whatever was open goes on until everything has timer event, and a week longer."""
    nights = 0
    while nights < 150 and any(len(case.rang[name]) < len(marks) for name, marks in case.marks().items()):
        _go_on(case)
        nights += 1
    for _ in range(7):
        _go_on(case)
    look(case)


def _go_on(case: HeldCase) -> None:
    for move in ("wake", "come back", "resume"):
        MOVES[move](case)
    case.pass_a_day()


def uses_what_it_held(case: HeldCase) -> None:
    """The term and the promise have used the working days on which the office held the case, counted one by one."""
    yesterday = case.today - A_DAY
    for term in (case.term, case.promise):
        assert term.clock is not None
        assert used_working_days(term.clock, yesterday, case.calendar) == case.paper.used(yesterday)


def rings_as_on_paper(case: HeldCase) -> None:
    """Whatever rang did so once, in order, with the end of the day on which its mark was reached."""
    assert case.rang == case.expected


def is_due_as_on_paper(case: HeldCase) -> None:
    """What runs is due on the working day on which its budget is used up, after it began, and provisional where it is."""
    for term, budget in ((case.term, case.budget), (case.promise, PROMISED)):
        if not term.stop:
            due = case.paper.due(budget)
            assert due is not None
            assert (term.due_on, term.provisional) == (due, case.paper.is_provisional(due))
            assert term.due_on > term.starts_on
            assert all(timer_event.ends > term.starts_on for timer_event in term.timer_events)


@settings(max_examples=60, deadline=None)
@given(later=LATER, working_days=LONG, days=DAYS)
def test_the_used_budget_is_the_working_days_on_which_the_office_held_the_case(
    later: int, working_days: int, days: list[list[str]]
) -> None:
    live(HeldCase(BEGUN + timedelta(days=later), working_days, UNANNOUNCED), days, uses_what_it_held)


@settings(max_examples=40, deadline=None)
@given(later=LATER, working_days=LONG, days=DAYS)
def test_each_timer_event_rings_once_and_on_its_day(
    later: int, working_days: int, days: list[list[str]]
) -> None:
    case = HeldCase(BEGUN + timedelta(days=later), working_days, UNANNOUNCED)
    live(case, days, rings_as_on_paper)
    live_to_the_end(case, rings_as_on_paper)
    once = [TimerEventKind.REMIND, TimerEventKind.ESCALATE]
    assert {name: [kind for kind, _ in rang] for name, rang in case.rang.items()} == {
        "term": once,
        WHOLE_CASE: once,
    }


@settings(max_examples=60, deadline=None)
@given(later=LATER, working_days=LONG, days=DAYS)
def test_nothing_is_due_before_it_began_and_a_term_is_due_when_its_budget_is_used(
    later: int, working_days: int, days: list[list[str]]
) -> None:
    live(HeldCase(BEGUN + timedelta(days=later), working_days, UNANNOUNCED), days, is_due_as_on_paper)


@settings(max_examples=40, deadline=None)
@given(later=LATER, working_days=LONG, days=DAYS)
def test_a_term_of_the_applicant_reminds_and_lapses_once_and_on_its_day(
    later: int, working_days: int, days: list[list[str]]
) -> None:
    case = HeldCase(BEGUN + timedelta(days=later), working_days, UNANNOUNCED, party=APPLICANT)
    told = [case.term.due_on]

    def stands(lived: HeldCase) -> None:
        """What was told moves later alone, and not before what the paper gives."""
        assert lived.term.due_on >= told[-1]
        told.append(lived.term.due_on)
        on_paper = lived.paper.due(lived.budget)
        assert on_paper is None or lived.term.due_on >= on_paper or lived.is_asleep

    live(case, days, stands)
    live_to_the_end(case, stands)
    kinds = [kind for kind, _ in case.rang["term"]]
    assert kinds in ([TimerEventKind.REMIND, TimerEventKind.LAPSE], [TimerEventKind.LAPSE])
    assert case.rang["term"][-1] == (TimerEventKind.LAPSE, told[-1])


def test_a_stop_on_the_last_day_leaves_the_day_on_which_it_goes_on() -> None:
    clock = Clock(starts_on=date(2026, 3, 2), working_days=3)
    stopped = clock.stopped(Stop(on=date(2026, 3, 5), kind=StopKind.APPLICANT))
    assert day_reached(stopped, 3, UNANNOUNCED) is None
    again = stopped.gone_on(date(2026, 3, 16))
    due = day_reached(again, 3, UNANNOUNCED)
    assert due is not None
    assert due.on == date(2026, 3, 16)


def test_a_term_that_was_over_before_it_was_stopped_stays_over() -> None:
    clock = Clock(starts_on=date(2026, 3, 2), working_days=3)
    stopped = clock.stopped(Stop(on=date(2026, 3, 9), kind=StopKind.APPLICANT)).gone_on(date(2026, 4, 1))
    due = day_reached(stopped, 3, UNANNOUNCED)
    assert due is not None
    assert due.on == date(2026, 3, 5)


def test_a_term_that_was_used_up_comes_back_on_a_day_off_until_the_next_working_day() -> None:
    clock = Clock(starts_on=date(2026, 3, 2), working_days=3)
    stopped = clock.stopped(Stop(on=date(2026, 3, 5), kind=StopKind.APPLICANT))
    saturday = stopped.gone_on(date(2026, 3, 14))
    due = day_reached(saturday, 3, UNANNOUNCED)
    assert due is not None
    assert due.on == date(2026, 3, 16)
    again = saturday.stopped(Stop(on=date(2026, 3, 16), kind=StopKind.APPLICANT))
    assert day_reached(again, 3, UNANNOUNCED) is None


def test_a_new_calendar_moves_the_day_and_takes_the_mark_of_provisional_off() -> None:
    case = HeldCase(date(2026, 12, 14), 40, UNANNOUNCED)
    before = case.term
    assert before.provisional
    case.follow(ANNOUNCED)
    assert not case.term.provisional
    # 13 days of December, 20 of January and the 31st, 1 to 4 February, then the 15th and 16th
    assert before.due_on != case.term.due_on == date(2027, 2, 16)
