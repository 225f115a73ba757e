"""Terms: from a number of working days to the days on which something happens.

An office's term ends in a reminder and, three working days later, an escalation; silence is never consent.
An applicant's term reminds three working days before its end and then lapses.
A day that is only awaited (public notice, end of a year) simply ends.
"""

from datetime import date, datetime, timedelta

from domain.calendar import WorkingCalendar, shanghai_date, shanghai_midnight
from domain.case.turns import Rung, RungKind, Term, TermAsked, Turn
from domain.departments import APPLICANT, CALENDAR, PUBLIC

REMINDER_AHEAD = 3
"""Working days between an applicant's reminder and the end of the term."""

ESCALATION_AFTER = 3
"""Working days between an office's reminder and the escalation."""


def with_terms(turns: tuple[Turn, ...], at: datetime, calendar: WorkingCalendar) -> tuple[Turn, ...]:
    """The turns with the days of their terms; turns that already have them keep them."""
    return tuple(_begun(turn, at, calendar) for turn in turns)


def _begun(turn: Turn, at: datetime, calendar: WorkingCalendar) -> Turn:
    if turn.since is not None:
        return turn
    term = _term(turn.asked, turn.party, shanghai_date(at), calendar) if turn.asked else None
    return turn.model_copy(update={"since": at, "term": term})


def _term(asked: TermAsked, party: str, starts_on: date, calendar: WorkingCalendar) -> Term:
    if asked.until is not None:
        due_on, provisional = asked.until, False
    else:
        due = calendar.add_working_days(starts_on, asked.working_days)
        due_on, provisional = due.on, due.provisional
    return Term(
        name=asked.name,
        label=asked.label,
        starts_on=starts_on,
        due_on=due_on,
        provisional=provisional,
        rungs=_rungs(party, starts_on, due_on, calendar),
    )


def _rungs(party: str, starts_on: date, due_on: date, calendar: WorkingCalendar) -> tuple[Rung, ...]:
    end = shanghai_midnight(due_on + timedelta(days=1))
    if party in (CALENDAR, PUBLIC):
        return (Rung(at=end, kind=RungKind.LAPSE),)
    if party == APPLICANT:
        lapse = Rung(at=end, kind=RungKind.LAPSE)
        remind_on = due_on
        while calendar.working_days_between(remind_on, due_on) < REMINDER_AHEAD:
            remind_on -= timedelta(days=1)
        if remind_on <= starts_on:
            return (lapse,)
        return (Rung(at=shanghai_midnight(remind_on), kind=RungKind.REMIND), lapse)
    escalate_on = calendar.add_working_days(due_on, ESCALATION_AFTER).on
    return (
        Rung(at=end, kind=RungKind.REMIND),
        Rung(at=shanghai_midnight(escalate_on + timedelta(days=1)), kind=RungKind.ESCALATE),
    )
