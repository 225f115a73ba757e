"""Terms: from a budget of working days to the days on which something happens.

An office's term ends in a reminder and, three working days later, an escalation; silence is no consent
unless the policy says that it agrees: then the term lapses as an applicant's does.
An applicant's term reminds three working days before its end and then lapses; a fixed last day only lapses.
A day that is only awaited (public notice, end of a year) simply ends.
A last day that somebody outside the office was told stands: a later one may replace it, an earlier one never does
([0026](docs/decisions/0026-days-told-late.md)); where the office's own system was away, it moves to a grace after that.
Timer events are marks on the budget, so that they move with it and each is reached once.
"""

from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar import DueDate, WorkingCalendar, shanghai_date, shanghai_midnight
from domain.case.time.clock import Clock, day_reached
from domain.case.user_tasks import Term, TermAsked, TimerEvent, TimerEventKind, UserTask
from domain.departments import APPLICANT, CALENDAR, PUBLIC

REMINDER_AHEAD: Final = 3
"""Working days between an applicant's reminder and the end of the term."""

ESCALATION_AFTER: Final = 3
"""Working days between an office's reminder and the escalation."""

WHOLE_CASE: Final = "whole_case"
"""The office's promise for the case as a whole (全程办理期限)."""

WHOLE_CASE_WARNING: Final = 10
"""Working days between the warning and the end of the whole case's term."""

PROGRESS_NOTICE: Final = "progress_notice"
"""After so many working days without a mail the applicant is told that work goes on."""

Marks = tuple[tuple[TimerEventKind, int], ...]


def with_terms(tasks: tuple[UserTask, ...], at: datetime, calendar: WorkingCalendar) -> tuple[UserTask, ...]:
    """The tasks with the days of their terms, by today's calendar; tasks that are new begin, or go on, now."""
    return tuple(_reckoned(_begun(task, shanghai_date(at), at), calendar) for task in tasks)


def _begun(task: UserTask, today: date, at: datetime) -> UserTask:
    """A new task begins today; one that was sent back goes on."""
    if task.since is not None:
        return task
    opened = task.model_copy(update={"since": at})
    if task.term is not None and task.term.clock is not None:
        return opened.with_clock(task.term.clock.gone_on(today))
    return opened.model_copy(update={"term": _term(task.asked, today) if task.asked else None})


def _term(asked: TermAsked, today: date) -> Term:
    clock = None if asked.until else Clock(starts_on=today, working_days=asked.working_days)
    due_on = asked.until or today
    return Term(name=asked.name, label=asked.label, starts_on=today, due_on=due_on, clock=clock)


def _reckoned(task: UserTask, calendar: WorkingCalendar) -> UserTask:
    """The days of a term as they follow from its clock."""
    term = task.term
    if term is None:
        return task
    dated = _dated(task, term, term.clock, calendar) if term.clock else _fixed(task, term, calendar)
    return task.model_copy(update={"term": dated})


def _fixed(task: UserTask, term: Term, calendar: WorkingCalendar) -> Term:
    """A fixed last day. One by which the applicant has to act is a working day (民法典 Art. 203); an awaited one stays."""
    last = task.asked.until if task.asked and task.asked.until else term.due_on
    due = calendar.working_day_from(last) if task.party == APPLICANT else DueDate(on=last)
    due = _as_told(task, term, due, calendar)
    timer_events = (TimerEvent(at=_end_of(due.on), kind=TimerEventKind.LAPSE),)
    days = {"due_on": due.on, "provisional": due.provisional, "timer_events": timer_events}
    return term.model_copy(update=days)


def _dated(task: UserTask, term: Term, clock: Clock, calendar: WorkingCalendar) -> Term:
    """The days that follow from a clock; a timer event that was dealt with stays on the day on which it rang."""
    due, pause = day_reached(clock, clock.budget, calendar), _last_of_pause(clock, calendar)
    told, rang = due or pause, term.timer_events[: task.timer_events_fired]
    asked = marks(term.name, APPLICANT if _agrees_by_silence(task) else task.party, clock.budget)
    reached = _timer_events(asked, clock, calendar)
    if due is not None and task.ends_outside:
        told = due = _as_told(task, term, due, calendar)
        reached = _moved_to(due.on, reached, calendar)
    days = {
        "clock": clock,
        "due_on": due.on if due else term.due_on,
        "provisional": told is not None and told.provisional,
        "timer_events": (*rang, *reached[len(rang) :]),
        "pause_ends": TimerEvent(at=_end_of(pause.on), kind=TimerEventKind.RESUME) if pause else None,
    }
    return term.model_copy(update=days)


def _agrees_by_silence(task: UserTask) -> bool:
    return task.asked is not None and task.asked.lapses


def _as_told(task: UserTask, term: Term, due: DueDate, calendar: WorkingCalendar) -> DueDate:
    """The end as whoever is outside the office can rely on it: not before the day told, and not in an outage."""
    if not task.ends_outside:
        return due
    is_told = bool(term.timer_events) and not _agrees_by_silence(task)
    if is_told and due.on < term.due_on:
        due = due.model_copy(update={"on": term.due_on})
    return calendar.after_outages(due, term.starts_on)


def _moved_to(
    last: date, reached: tuple[TimerEvent, ...], calendar: WorkingCalendar
) -> tuple[TimerEvent, ...]:
    """The timer events of a term that ends on another day than its clock says: the reminder keeps its distance."""
    if not reached or reached[-1].ends == last:
        return reached
    ahead = _end_of(calendar.working_day_before(last, REMINDER_AHEAD))
    at = {TimerEventKind.LAPSE: _end_of(last), TimerEventKind.REMIND: ahead}
    return tuple(TimerEvent(at=at[each.kind], kind=each.kind) for each in reached)


def _last_of_pause(clock: Clock, calendar: WorkingCalendar) -> DueDate | None:
    """The last day of a pause that has a limit; then the clock goes on by itself."""
    stop = clock.open_stop
    if stop is None or not stop.working_days:
        return None
    return calendar.add_working_days(stop.on, stop.working_days)


def marks(name: str, party: str, budget: int) -> Marks:
    """What happens in a term after how many used working days, in order."""
    if name == PROGRESS_NOTICE:
        return ((TimerEventKind.INFORM, budget),)
    if name == WHOLE_CASE:
        return (
            (TimerEventKind.REMIND, max(budget - WHOLE_CASE_WARNING, 0)),
            (TimerEventKind.ESCALATE, budget),
        )
    if party in (CALENDAR, PUBLIC):
        return ((TimerEventKind.LAPSE, budget),)
    if party == APPLICANT:
        reminder = ((TimerEventKind.REMIND, budget - REMINDER_AHEAD),) if budget > REMINDER_AHEAD else ()
        return (*reminder, (TimerEventKind.LAPSE, budget))
    return ((TimerEventKind.REMIND, budget), (TimerEventKind.ESCALATE, budget + ESCALATION_AFTER))


def _timer_events(asked: Marks, clock: Clock, calendar: WorkingCalendar) -> tuple[TimerEvent, ...]:
    """The marks with their moments: the end of the day on which so much is used up."""
    reached = [(kind, day_reached(clock, used, calendar)) for kind, used in asked]
    return tuple(TimerEvent(at=_end_of(day.on), kind=kind) for kind, day in reached if day is not None)


def _end_of(day: date) -> datetime:
    return shanghai_midnight(day + timedelta(days=1))
