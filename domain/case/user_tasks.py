"""Whose turn it is: a task says which party may do which acts, on what, and by when.

Tasks are the one answer to four questions: which act is allowed now, whom the case waits for, what
stands on a worklist, and when to remind. An act uses its task up; a standing task stays open.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import shanghai_date
from domain.case.acts.registry import label_of, rules_of
from domain.case.time.clock import Clock, Stop
from domain.departments import APPLICANT, CALENDAR, PUBLIC, party_name
from domain.errors import WrongStage
from domain.frozen import Frozen

NO_OFFICE = frozenset({APPLICANT, CALENDAR, PUBLIC})
"""Parties whose terms are not the office's to keep."""


class TimerEventKind(StrEnum):
    """What happens at a timer event of a term: inform tells the applicant that work goes on, resume ends a pause."""

    INFORM = "inform"
    REMIND = "remind"
    ESCALATE = "escalate"
    LAPSE = "lapse"
    RESUME = "resume"


class TimerEvent(Frozen):
    """A moment of a term at which something happens, once: the end of a day."""

    at: datetime
    kind: TimerEventKind

    @property
    def ends(self) -> date:
        """The day with whose end it is reached."""
        return shanghai_date(self.at) - timedelta(days=1)


class TermAsked(Frozen):
    """A term before its days are computed: a number of working days, or a fixed last day.

    Attributes:
        name: key of the policy's terms (``lead_review``).
        label: the Chinese name of the step.
        working_days: length, the first day not counted; or
        until: the last day.
        lapses: an office's silence ends it, which counts as agreement, or as acceptance.
        starts_anew: after a supplement it starts anew instead of going on.
    """

    name: str
    label: str
    working_days: int = 0
    until: date | None = None
    lapses: bool = False
    starts_anew: bool = False


class Term(Frozen):
    """A term with its days: due at the end of ``due_on`` in Asia/Shanghai.

    ``provisional`` (暂定): it runs into a year whose calendar the State Council has not announced. ``clock`` is what
    the days follow from; None for a fixed last day. While the clock stands still, ``due_on`` is the day that was due
    before, no timer event is ahead but the end of a pause, and it is that which is provisional or not.
    """

    name: str
    label: str
    starts_on: date
    due_on: date
    provisional: bool = False
    timer_events: tuple[TimerEvent, ...] = ()
    clock: Clock | None = None
    pause_ends: TimerEvent | None = None

    @property
    def stop(self) -> Stop | None:
        """The stop that lasts; None while the term runs."""
        return self.clock.open_stop if self.clock else None


class UserTask(Frozen):
    """One party's task.

    Attributes:
        party: department, locality, ``applicant``, ``public`` or ``calendar``.
        acts: kinds of act, one of which uses the task up; empty when only a day is awaited.
        subject: which instalment, payment, objection; empty for most.
        standing: stays open after an act (objections during public notice).
        beside: it is no task of the procedure, which goes on as if it were not there, and keeps it open.
        not_by: accounts that did what it checks, or had a deputy do it; somebody else does it.
        asked: the term as the workflow asks for it.
        since: when the task began; set when it is recorded.
        term: the term with its days; set when it is recorded.
        timer_events_fired: how many timer events of the term have been dealt with.
    """

    party: str
    acts: tuple[str, ...] = ()
    subject: str = ""
    standing: bool = False
    beside: bool = False
    not_by: tuple[str, ...] = ()
    asked: TermAsked | None = None
    since: datetime | None = None
    term: Term | None = None
    timer_events_fired: int = 0

    @property
    def next_timer_event(self) -> TimerEvent | None:
        """The timer event that comes next, or None when the term has no more."""
        if self.term is not None and self.term.stop is not None:
            return self.term.pause_ends
        timer_events = self.term.timer_events if self.term else ()
        return timer_events[self.timer_events_fired] if self.timer_events_fired < len(timer_events) else None

    @property
    def stop(self) -> Stop | None:
        """Why its term stands still; None when it runs, or there is none."""
        return self.term.stop if self.term else None

    @property
    def has_lapsed(self) -> bool:
        """Whether its end has been dealt with, and it stands here as what is still owed."""
        timer_events = self.term.timer_events if self.term else ()
        return (
            bool(timer_events)
            and timer_events[-1].kind is TimerEventKind.LAPSE
            and self.timer_events_fired >= len(timer_events)
        )

    @property
    def is_of_an_office(self) -> bool:
        """Whether a department or locality has to act, and can be late."""
        return self.party not in NO_OFFICE

    def is_closed_to(self, kind: str, *accounts: str) -> bool:
        """Whether one of these may not do such an act of it, having done what that checks."""
        return bool(rules_of(kind).checks) and not set(self.not_by).isdisjoint(accounts)

    @property
    def ends_outside(self) -> bool:
        """Whether its end takes a right from somebody who is not at a desk, or counts a desk's silence."""
        return self.party in (APPLICANT, PUBLIC) or (self.asked is not None and self.asked.lapses)

    def is_overdue(self, today: date) -> bool:
        """Whether an office has let its term pass."""
        return self.is_of_an_office and self.term is not None and not self.stop and self.term.due_on < today

    def lapsing(self, *, lapses: bool) -> "UserTask":
        """The task before it begins: whether the office's silence ends it."""
        asked = self.asked and self.asked.model_copy(update={"lapses": lapses})
        return self.model_copy(update={"asked": asked})

    def with_clock(self, clock: Clock) -> "UserTask":
        """The task with a changed clock; its days are computed when it is recorded."""
        term = self.term and self.term.model_copy(update={"clock": clock})
        return self.model_copy(update={"term": term})

    def fired(self, timer_event: TimerEvent) -> "UserTask":
        """The task after a timer event of its term was dealt with.

        A pause that is over ends on its last day, however late somebody looks.
        """
        if timer_event.kind is TimerEventKind.RESUME and self.term and self.term.clock:
            return self.with_clock(self.term.clock.gone_on(timer_event.ends))
        return self.model_copy(update={"timer_events_fired": self.timer_events_fired + 1})

    def gone_by(self) -> "UserTask":
        """The task after its end has come, where it goes on to be awaited: it rings no more."""
        return self.model_copy(update={"timer_events_fired": len(self.term.timer_events) if self.term else 0})

    def sent_back(self, stop: Stop) -> "UserTask":
        """The task as it comes back later: its term goes on where it stopped, and no timer event rings twice.

        A day that is only awaited stays that day. Where the policy says so the term starts anew.
        """
        if self.asked is not None and self.asked.starts_anew:
            return self.model_copy(update={"since": None, "term": None, "timer_events_fired": 0})
        if self.term is None or self.term.clock is None:
            return self.model_copy(update={"since": None})
        clock = self.term.clock.gone_on(stop.on).stopped(stop)
        return self.with_clock(clock).model_copy(update={"since": None})


def first_timer_event(tasks: tuple[UserTask, ...]) -> tuple[UserTask, TimerEvent] | None:
    """The timer event that comes first among these tasks, or clocks; None when there is none ahead."""
    ahead = [(task, timer_event) for task in tasks if (timer_event := task.next_timer_event) is not None]
    return min(ahead, key=lambda pair: pair[1].at, default=None)


def task_that_fits(kind: str, party: str, subject: str, tasks: tuple[UserTask, ...]) -> UserTask | None:
    """The task that such an act of a party uses; None when no task admits it."""
    for task in tasks:
        fits = kind in task.acts and task.subject in ("", subject)
        if fits and task.party in (party, PUBLIC):
            return task
    return None


def not_awaited(label: str, tasks: tuple[UserTask, ...], stage: str) -> WrongStage:
    """No task admits an act: whom the case waits for instead."""
    awaited = "；".join(awaited_text(task) for task in tasks if task.acts) or "无需办理"
    return WrongStage(
        f"案件目前处于“{stage}”，不等待您办理“{label}”。",
        why=f"当前等待的事项：{awaited}。",
        remedy="请查看案件详情中的当前事项和办理方。",
    )


def overtaken(label: str, first: str) -> WrongStage:
    """Another act came first and is being dealt with: this one has no effect."""
    return WrongStage(
        f"案件正在办理刚刚提交的“{first}”，“{label}”未生效。",
        why="同一事项只办理一次，以先提交的为准。",
        remedy="请稍后查看案件详情：已按先提交的办理的，无需再办。",
    )


def awaited_text(task: UserTask) -> str:
    """Who is to do what: 市工信局会签."""
    day = task.term.starts_on if task.term else date.max
    return party_name(task.party, day) + "或".join(label_of(kind) for kind in task.acts)


def waiting_parties(tasks: tuple[UserTask, ...]) -> tuple[str, ...]:
    """The parties that a case waits for, in order, each once; the public is never waited for."""
    return tuple(dict.fromkeys(task.party for task in tasks if task.party != PUBLIC and not task.standing))
