"""What a case waits for: an act, the next timer event of its terms, a wake-up, or the end of its patience."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow

from domain.case.acts.act import Act
from domain.case.user_tasks import TimerEvent, UserTask, first_timer_event
from workflows.endings import Woken
from workflows.inbox import Inbox
from workflows.recording import timer_name


@dataclass(frozen=True)
class Due:
    """A timer event of a task's term, or of a clock of the case, is reached."""

    task: UserTask
    timer_event: TimerEvent


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

    def __init__(self, inbox: Inbox, clocks: tuple[UserTask, ...]) -> None:
        """Wait for what comes into an inbox, and for the terms of its open tasks."""
        self._inbox = inbox
        self.clocks = clocks
        self.is_woken = False
        self.is_unsettled = False

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
                return Due(*ahead)
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
