"""Terms: from a budget of working days to the days on which something happens.

An office's term ends in a reminder and, three working days later, an escalation; silence is no consent
unless the policy says that it agrees: then the term lapses as an applicant's does.
An applicant's term reminds three working days before its end and then lapses; a fixed last day only lapses.
A day that is only awaited (public notice, end of a year) simply ends.
Rungs are marks on the budget, so that they move with it and each is reached once.
"""

from datetime import date, datetime, timedelta
from typing import Final

from domain.calendar import DueDate, WorkingCalendar, shanghai_date, shanghai_midnight
from domain.case.time.clock import Clock, day_reached
from domain.case.turns import Rung, RungKind, Term, TermAsked, Turn
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

Marks = tuple[tuple[RungKind, int], ...]


def with_terms(turns: tuple[Turn, ...], at: datetime, calendar: WorkingCalendar) -> tuple[Turn, ...]:
    """The turns with the days of their terms, by today's calendar; turns that are new begin, or go on, now."""
    return tuple(_reckoned(_begun(turn, shanghai_date(at), at), calendar) for turn in turns)


def _begun(turn: Turn, today: date, at: datetime) -> Turn:
    """A new turn begins today; one that was sent back goes on."""
    if turn.since is not None:
        return turn
    opened = turn.model_copy(update={"since": at})
    if turn.term is not None and turn.term.clock is not None:
        return opened.with_clock(turn.term.clock.gone_on(today))
    return opened.model_copy(update={"term": _term(turn.asked, today) if turn.asked else None})


def _term(asked: TermAsked, today: date) -> Term:
    clock = None if asked.until else Clock(starts_on=today, working_days=asked.working_days)
    due_on = asked.until or today
    return Term(name=asked.name, label=asked.label, starts_on=today, due_on=due_on, clock=clock)


def _reckoned(turn: Turn, calendar: WorkingCalendar) -> Turn:
    """The days of a term as they follow from its clock."""
    term = turn.term
    if term is None:
        return turn
    clock = term.clock or _clock_of_old(turn, term)
    if clock is None:
        return turn.model_copy(update={"term": _fixed(turn, term, calendar)})
    return turn.model_copy(update={"term": _dated(turn, term, clock, calendar)})


def _fixed(turn: Turn, term: Term, calendar: WorkingCalendar) -> Term:
    """A fixed last day. One by which the applicant has to act is a working day (民法典 Art. 203); an awaited one stays."""
    last = turn.asked.until if turn.asked and turn.asked.until else term.due_on
    due = calendar.working_day_from(last) if turn.party == APPLICANT else DueDate(on=last)
    rungs = (Rung(at=_end_of(due.on), kind=RungKind.LAPSE),)
    days = {"due_on": due.on, "provisional": due.provisional, "rungs": rungs}
    return term.model_copy(update=days)


def _clock_of_old(turn: Turn, term: Term) -> Clock | None:
    """The clock of a term that was recorded before terms had one."""
    asked = turn.asked
    if asked is None or asked.until is not None:
        return None
    return Clock(starts_on=term.starts_on, working_days=asked.working_days)


def _dated(turn: Turn, term: Term, clock: Clock, calendar: WorkingCalendar) -> Term:
    """The days that follow from a clock; a rung that was dealt with stays on the day on which it rang."""
    due, pause = day_reached(clock, clock.budget, calendar), _last_of_pause(clock, calendar)
    told, rang = due or pause, term.rungs[: turn.rungs_fired]
    lapses = turn.asked is not None and turn.asked.lapses
    asked = marks(term.name, APPLICANT if lapses else turn.party, clock.budget)
    reached = _rungs(asked, clock, calendar)
    days = {
        "clock": clock,
        "due_on": due.on if due else term.due_on,
        "provisional": told is not None and told.provisional,
        "rungs": (*rang, *reached[len(rang) :]),
        "pause_ends": Rung(at=_end_of(pause.on), kind=RungKind.RESUME) if pause else None,
    }
    return term.model_copy(update=days)


def _last_of_pause(clock: Clock, calendar: WorkingCalendar) -> DueDate | None:
    """The last day of a pause that has a limit; then the clock goes on by itself."""
    stop = clock.open_stop
    if stop is None or not stop.working_days:
        return None
    return calendar.add_working_days(stop.on, stop.working_days)


def marks(name: str, party: str, budget: int) -> Marks:
    """What happens in a term after how many used working days, in order."""
    if name == PROGRESS_NOTICE:
        return ((RungKind.INFORM, budget),)
    if name == WHOLE_CASE:
        return ((RungKind.REMIND, max(budget - WHOLE_CASE_WARNING, 0)), (RungKind.ESCALATE, budget))
    if party in (CALENDAR, PUBLIC):
        return ((RungKind.LAPSE, budget),)
    if party == APPLICANT:
        reminder = ((RungKind.REMIND, budget - REMINDER_AHEAD),) if budget > REMINDER_AHEAD else ()
        return (*reminder, (RungKind.LAPSE, budget))
    return ((RungKind.REMIND, budget), (RungKind.ESCALATE, budget + ESCALATION_AFTER))


def _rungs(asked: Marks, clock: Clock, calendar: WorkingCalendar) -> tuple[Rung, ...]:
    """The marks with their moments: the end of the day on which so much is used up."""
    reached = [(kind, day_reached(clock, used, calendar)) for kind, used in asked]
    return tuple(Rung(at=_end_of(day.on), kind=kind) for kind, day in reached if day is not None)


def _end_of(day: date) -> datetime:
    return shanghai_midnight(day + timedelta(days=1))
