"""What a case waits for: an act, the next timer event of its terms, a wake-up, or the end of its patience."""

from dataclasses import dataclass
from datetime import datetime

from domain.case.acts.act import Act
from domain.case.record.progress import CaseState
from domain.case.user_tasks import TimerEvent, UserTask, first_timer_event
from workflows.clock import RunClock
from workflows.endings import RunFull, Woken
from workflows.hearing import Heard
from workflows.inbox import Inbox
from workflows.recording import timer_name
from workflows.runs import RunLength


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
        reckoned: the timer event whose day was computed once more already.
        heard: what came, for the store.
    """

    def __init__(
        self, inbox: Inbox, clock: RunClock, state: CaseState, reckoned: TimerEvent | None = None
    ) -> None:
        """Wait for what comes into an inbox, for the terms of its open tasks, and for what the run before had not heeded."""
        self._inbox = inbox
        self._clock = clock
        self.clocks = state.progress.clocks if state.progress else ()
        self.is_woken = state.is_woken
        self.is_unsettled = state.is_unsettled
        self.reckoned = reckoned
        self.heard = Heard()
        self._length = RunLength()

    @property
    def unheeded(self) -> dict[str, bool]:
        """Signals that came and were not heeded yet, for the next run: a received one does not come again."""
        return {"is_woken": self.is_woken, "is_unsettled": self.is_unsettled}

    def set_out(self) -> None:
        """The run was proven: only what comes from now on fills it."""
        self._length.begin()

    def end_run(self) -> None:
        """A run is long enough, be it full or not: where it waits next, another goes on. In years of waiting the code is renewed so."""
        self._length.is_over = True

    async def next(
        self, until: datetime | None, *, heeds_wake: bool
    ) -> Act | Due | Unsettled | Woken | RunFull:
        """Wait for what comes first; an act that is there already goes before all else."""
        while not self._inbox.waiting:
            if self._is_full():
                return RunFull()
            if heeds_wake and self.is_woken:
                self.is_woken = False
                self.heard.wake_up()
                return Woken()
            if self.is_unsettled:
                self.is_unsettled = False
                self.heard.change()
                return Unsettled()
            ahead = first_timer_event((*self._inbox.tasks, *self.clocks))
            if ahead and ahead[1].at <= self._clock.reached:
                return self._due(*ahead)
            if until and until <= self._clock.reached:
                self.heard.time(until.isoformat())
                return Woken()
            await self._rest(ahead, until, heeds_wake=heeds_wake)
        return self.heard.act(self._inbox.next())

    def _due(self, task: UserTask, timer_event: TimerEvent) -> Due | Unsettled:
        """What follows from a timer event; not before its day is computed once more: a document, or an outage, may have moved it."""
        self.heard.time(timer_event.at.isoformat())
        if timer_event == self.reckoned:
            return Due(task, timer_event)
        self.reckoned = timer_event
        return Unsettled()

    async def _rest(
        self, ahead: tuple[UserTask, TimerEvent] | None, until: datetime | None, *, heeds_wake: bool
    ) -> None:
        """Sleep until something comes, or the time."""
        moments = [moment for moment in (ahead and ahead[1].at, until) if moment]
        await self._clock.reaches(
            min(moments, default=None),
            timer_name(*ahead) if ahead else "等待",
            unless=lambda: (
                bool(self._inbox.waiting)
                or (heeds_wake and self.is_woken)
                or self.is_unsettled
                or self._is_full()
            ),
        )

    def _is_full(self) -> bool:
        """Whether it is time for a new run; not while somebody waits for an answer that the procedure still owes."""
        return not self._inbox.in_hand and self._length.is_full(self._inbox.updates)
