"""What a map consists of, and how the steps of one case become it.

The same folding serves both sides: the ways that the code allows (``exploring``) and those that a test has walked.
"""

from dataclasses import dataclass
from typing import Final

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import RecordedAct, Ring, Step
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE
from domain.case.user_tasks import TimerEventKind

RECOVERY: Final = "recovery"
"""The procedure that interrupts any other once money was paid, or takes up a case that has ended."""

ANY_TIME: Final = "any_time"
"""What may happen at any step of any procedure, and leaves the case where it is or ends it."""

WHEREVER: Final = "*"
"""The step at which a case happens to be."""


@dataclass(frozen=True, order=True)
class Place:
    """A step of a procedure: the stage, and the first act that is awaited in it, if any."""

    stage: str
    awaits: str = ""

    def __str__(self) -> str:
        return f"{self.stage}/{self.awaits}" if self.awaits else self.stage


ANYWHERE: Final = Place(WHEREVER)


@dataclass(frozen=True, order=True)
class Transition:
    """What leads on: the acts with their outcomes (none where time or the system does), and what then happens."""

    procedure: str
    source: Place
    acts: tuple[str, ...]
    target: Place
    event: str

    def __str__(self) -> str:
        return f"{self.procedure} | {self.source} | {'+'.join(self.acts)} → {self.target} | {self.event}"


@dataclass(frozen=True, order=True)
class TimerFired:
    """Something that a term brings while the case stays where it is: a reminder, an escalation."""

    procedure: str
    place: Place
    term: str
    kind: str

    def __str__(self) -> str:
        return f"{self.procedure} | {self.place} | {self.term} {self.kind}"


@dataclass
class Track:
    """The way of one case: each step and each timer event becomes a part of a map.

    Attributes:
        recovery: number of the recovery that goes on; empty without one.
        asked: acts that are, or were a moment ago, awaited where the case stands; any other interrupts it.
    """

    procedure: str
    place: Place = Place(Stage.DRAFT.value)
    recovery: str = ""
    asked: frozenset[str] = frozenset({"file"})

    def step(self, step: Step) -> Transition:
        """The case goes on."""
        is_free = bool(step.acts) and self.asked.isdisjoint(act.kind for act in step.acts)
        source, self.place = self.place, place_after(self.place, step)
        before = self.asked if source == self.place else frozenset()
        self.asked = before | {kind for task in step.tasks for kind in task.acts}
        acts = tuple(_name(act) for act in step.acts)
        if step.final:
            self.asked = frozenset({"request_reconsideration"})
        if is_free:
            return self._interrupted(step, source, acts)
        if not self.recovery:
            return Transition(self.procedure, source, acts, self.place, step.event.value)
        is_over = step.subject != self.recovery
        # A case that had ended as recovered may go back there when another recovery is reversed.
        target = ANYWHERE if is_over and step.event is not Event.RECOVERED else self.place
        self.recovery = "" if is_over else self.recovery
        return Transition(RECOVERY, source, acts, target, step.event.value)

    def ring(self, ring: Ring) -> TimerFired:
        """A timer event of a term is due."""
        name = ring.task.term.name if ring.task.term else ""
        if ring.kind is TimerEventKind.RESUME:
            return TimerFired(ANY_TIME, ANYWHERE, "", ring.kind.value)
        if name in (WHOLE_CASE, PROGRESS_NOTICE):
            return TimerFired(ANY_TIME, ANYWHERE, name, ring.kind.value)
        return TimerFired(RECOVERY if self.recovery else self.procedure, self.place, name, ring.kind.value)

    def _interrupted(self, step: Step, source: Place, acts: tuple[str, ...]) -> Transition:
        """An act that no task asked for: it leads to the recovery, ends the case, or leaves it where it is."""
        if step.stage is Stage.RECOVERY and source.stage != step.stage.value:
            self.recovery = step.subject
            return Transition(RECOVERY, ANYWHERE, acts, self.place, step.event.value)
        target = ANYWHERE if step.stage.value == source.stage else self.place
        return Transition(ANY_TIME, ANYWHERE, acts, target, step.event.value)


def place_after(before: Place, step: Step) -> Place:
    """Where a case stands after a step; whoever may act beside the procedure is not awaited."""
    awaited = [task for task in step.tasks if not task.standing]
    if not awaited and step.stage.value == before.stage:
        return before
    return Place(step.stage.value, next((task.acts[0] for task in awaited if task.acts), ""))


def _name(act: RecordedAct) -> str:
    return f"{act.kind}:{act.outcome}" if act.outcome else act.kind
