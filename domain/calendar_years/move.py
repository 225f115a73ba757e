"""Taking a change of the calendar to the cases: which terms move, and what the workflow and its activities say to each other."""

from datetime import datetime
from typing import Final

from domain.calendar import WorkingCalendar
from domain.case.record.narrative import due_text
from domain.case.record.steps import Progress
from domain.case.time.terms import with_terms
from domain.case.user_tasks import UserTask
from domain.frozen import Frozen
from domain.verb import Done, Verb

CALENDAR_MOVE = "calendar_move"
"""Workflow type: one for each change that may move terms."""

CALENDAR_ANNOUNCED = "calendar_announced"
"""Signal to a case: compute the open terms again."""


class CalendarMove(Frozen):
    """A change of the calendar to be taken to the cases, and how far it has come.

    Attributes:
        version: of the change.
        occasion: what officials read as its ground, the document where there is one.
        round: 1, 2, 3, …; each looks at all open cases.
        told: cases told in this round.
        after: the case number behind which the round goes on.
        mails: mails to officials so far.
    """

    version: int
    occasion: str
    round: int = 1
    told: int = 0
    after: str = ""
    mails: int = 0


class MovedAsked(Frozen):
    """Ask for a page (``find_moved_cases``) or for the mails of a round (``mail_moved_terms``); ``at`` is its time."""

    move: CalendarMove
    at: datetime


class MovedPage(Frozen):
    """Cases to be told, and where the next page begins; None after the last."""

    cases: tuple[str, ...] = ()
    after: str | None = None


class MovedMails(Frozen):
    """How many mails were queued."""

    mails: int = 0


FIND_MOVED_CASES: Final = Verb("find_moved_cases", MovedAsked, MovedPage, "查找期限有变动的案件")
"""A page of the open cases whose terms come out differently."""

MAIL_MOVED_TERMS: Final = Verb("mail_moved_terms", MovedAsked, MovedMails, "告知办理部门")
"""One mail to each official whose terms move."""

FINISH_CALENDAR_MOVE: Final = Verb("finish_calendar_move", MovedAsked, Done, "记录完成")
"""Write down that the change has reached the cases."""


def calendar_move_id(version: int) -> str:
    """The workflow id of a change's move."""
    return f"calendar/{version}"


def moved_progress(progress: Progress, at: datetime, calendar: WorkingCalendar) -> Progress | None:
    """Where the case will stand by this calendar; None when no day of its terms changes."""
    tasks, clocks = (with_terms(group, at, calendar) for group in (progress.tasks, progress.clocks))
    after = progress.model_copy(update={"tasks": tasks, "clocks": clocks})
    pairs = zip((*progress.tasks, *progress.clocks), (*tasks, *clocks), strict=True)
    return after if any(_days(was) != _days(now) for was, now in pairs) else None


def _days(task: UserTask) -> object:
    term = task.term
    return (term.due_on, term.provisional, term.timer_events, term.pause_ends) if term else None


def office_moves(before: Progress, after: Progress) -> list[tuple[UserTask, str]]:
    """The tasks of offices of which the last day moves, as they will be, with the last day that they had."""
    pairs = zip(before.tasks, after.tasks, strict=True)
    return [
        (now, due_text(was)) for was, now in pairs if now.is_of_an_office and due_text(was) != due_text(now)
    ]
