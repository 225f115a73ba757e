"""What a case waits for: an act, the next timer event of its terms, a wake-up, or the end of its patience."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow

from domain.case.acts.act import Act
from domain.case.record.progress import CaseState
from domain.case.user_tasks import TimerEvent, TimerEventKind, UserTask, first_timer_event
from domain.departments import APPLICANT
from workflows.endings import Woken
from workflows.inbox import Inbox
from workflows.recording import timer_name

LATE = timedelta(hours=1)
"""A worker that looks this long after a timer event was away, or very busy."""


@dataclass(frozen=True)
class Due:
    """A timer event of a task's term, or of a clock of the case, is reached."""

    task: UserTask
    timer_event: TimerEvent

    @property
    def may_have_moved(self) -> bool:
        """Whether its day is computed once more before anything follows: a document, or an outage, may have moved it.

        So it is before an end takes something from somebody outside, and when nobody looked when it was reached.
        """
        takes = self.timer_event.kind is TimerEventKind.LAPSE and self.task.ends_outside
        return takes or workflow.now() - self.timer_event.at > LATE

    @property
    def is_of_a_day_past(self) -> bool:
        """Whether it would remind the applicant of a day that is over."""
        last = self.task.term.timer_events[-1] if self.task.term and self.task.term.timer_events else None
        is_reminder = self.timer_event.kind is TimerEventKind.REMIND and self.task.party == APPLICANT
        return is_reminder and last is not None and last.at <= workflow.now()


@dataclass(frozen=True)
class Unsettled:
    """The calendar, or a stop of payment, has changed: where the case stands is to be written down again."""


class Waiting:
    """How one case waits.

    Attributes:
        clocks: those of the case beside its tasks.
        is_woken: whether another case, or its unit, has done something that this one may wait for.
        is_unsettled: whether it is to be written down again where the case stands.
    """

    def __init__(self, inbox: Inbox, state: CaseState) -> None:
        """Wait for what comes into an inbox, for the terms of its open tasks, and for what the run before had not heeded."""
        self._inbox = inbox
        self.clocks = state.progress.clocks if state.progress else ()
        self.is_woken = state.is_woken
        self.is_unsettled = state.is_unsettled
        self._reckoned: TimerEvent | None = None

    @property
    def unheeded(self) -> dict[str, bool]:
        """Signals that came and were not heeded yet, for the next run: a received one does not come again."""
        return {"is_woken": self.is_woken, "is_unsettled": self.is_unsettled}

    async def next(self, until: datetime | None, *, heeds_wake: bool) -> Act | Due | Unsettled | Woken:
        """Wait for what comes first; an act that is there already goes before all else."""
        while not self._inbox.waiting:
            if heeds_wake and self.is_woken:
                self.is_woken = False
                return Woken()
            if self.is_unsettled:
                self.is_unsettled = False
                return Unsettled()
            ahead = first_timer_event((*self._inbox.tasks, *self.clocks))
            wake_at = min((moment for moment in (ahead and ahead[1].at, until) if moment), default=None)
            if wake_at is None or workflow.now() < wake_at:
                name = timer_name(*ahead) if ahead else "等待"
                await self._rest(wake_at - workflow.now() if wake_at else None, name, heeds_wake)
            elif ahead and ahead[1].at <= workflow.now():
                due = Due(*ahead)
                if due.may_have_moved and due.timer_event != self._reckoned:
                    self._reckoned = due.timer_event
                    return Unsettled()
                if not due.is_of_a_day_past:
                    return due
                self._inbox.replace(due.task, due.task.fired(due.timer_event))
            else:
                return Woken()
        return self._inbox.next()

    async def _rest(self, duration: timedelta | None, name: str, heeds_wake: bool) -> None:
        """Sleep until something comes, or the time."""
        try:
            await workflow.wait_condition(
                lambda: bool(self._inbox.waiting) or (heeds_wake and self.is_woken) or self.is_unsettled,
                timeout=duration,
                timeout_summary=name,
            )
        except TimeoutError:
            return


def after(patience: timedelta | None) -> datetime | None:
    """When patience is out; None for one without end."""
    return workflow.now() + patience if patience else None
