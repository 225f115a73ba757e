"""What a map consists of, and how the steps of one case become it.

The same folding serves both sides: the ways that the code allows (``exploring``) and those that a test has walked.
"""

from dataclasses import dataclass
from typing import Final

from domain.case.contests.contested import Contestable
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import RecordedAct, Ring, Step
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE
from domain.case.user_tasks import TimerEventKind

RECOVERY: Final = "recovery"
"""The procedure that interrupts any other once money was paid, or takes up a case that has ended."""

BANK_RETURN: Final = "bank_return"
"""The one in which the bank returns money that was confirmed; it interrupts and takes up in the same way."""

TOP_UP: Final = "top_up"
"""The one in which too little was paid and the rest follows."""

ASIDE: Final = (RECOVERY, BANK_RETURN, TOP_UP)
"""Procedures that begin anywhere and go back to where they began."""

ANY_TIME: Final = "any_time"
"""What may happen at any step of any procedure, and leaves the case where it is or ends it."""

LEADS_ASIDE: Final = {"decide_recovery": RECOVERY, "return_payment": BANK_RETURN, "decide_top_up": TOP_UP}
"""The act with which each of them begins."""

BESIDE: Final = (WHOLE_CASE, PROGRESS_NOTICE, "reconsideration")
"""Terms that run beside the procedure, wherever the case stands."""

CONTESTING: Final = frozenset(
    {Event.DECISION_CONTESTED, Event.CONTEST_WITHDRAWN, Event.CONTEST_MOOT, Event.DECISION_UPHELD}
)
"""What is said of a contested decision beside the procedure, which stays where it is."""

ARRIVED: Final = frozenset({Event.PAID, Event.PAYMENT_NETTED, Event.TOP_UP_RETURNED})
"""What ends the wait for money, or says that there is none to wait for."""

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


BACK: Final = Transition(ANY_TIME, ANYWHERE, (), ANYWHERE, Event.DECISION_CORRECTED.value)
"""What a changed decision asks for is done, however it came out, and the case is where it was."""


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
        aside: the procedure that interrupts its own; empty without one.
        recovery: number of the recovery that goes on.
        contested: the decisions whose change sends the case aside and back, by what their answer names them by.
        changed_at: where such a decision was changed; None where none was.
        asked: acts that are, or were a moment ago, awaited where the case stands; any other interrupts it.
    """

    procedure: str
    place: Place = Place(Stage.DRAFT.value)
    aside: str = ""
    recovery: str = ""
    contested: frozenset[str] = frozenset()
    changed_at: Place | None = None
    asked: frozenset[str] = frozenset({"file"})

    def step(self, step: Step) -> Transition:
        """The case goes on."""
        is_free = bool(step.acts) and self.asked.isdisjoint(act.kind for act in step.acts)
        source, self.place = self.place, place_after(self.place, step)
        before = self.asked if source == self.place else frozenset()
        self.asked = before | {kind for task in step.tasks if not task.beside for kind in task.acts}
        acts = tuple(_name(act) for act in step.acts)
        if step.final:
            self.asked = frozenset({"request_reconsideration", "excuse_lapse"})
        if step.event in CONTESTING:
            self.contested |= {step.subject for act in step.acts if _goes_back(act)}
            return Transition(ANY_TIME, ANYWHERE, acts, ANYWHERE, step.event.value)
        changes = any(act.content.get("reconsideration") in self.contested for act in step.acts)
        if changes and not self.aside:
            if step.final:
                return BACK
            self.changed_at = source
            return Transition(ANY_TIME, ANYWHERE, acts, self.place, step.event.value)
        if is_free and not changes:
            return self._interrupted(step, source, acts)
        if self._is_back(step):
            self.changed_at = None
            return BACK
        if not self.aside:
            return Transition(self.procedure, source, acts, self.place, step.event.value)
        aside, is_over = self.aside, self._is_over(step)
        # With all that is back ends only a case that was at its end; any other goes back to where it was.
        is_end = step.event is Event.RECOVERED and step.stage is Stage.RECOVERED
        target = ANYWHERE if is_over and not is_end else self.place
        self.aside = "" if is_over else aside
        return Transition(aside, source, acts, target, step.event.value)

    def _is_back(self, step: Step) -> bool:
        """Whether a changed decision was carried out: the case is where it was, or has ended again."""
        return self.changed_at is not None and (step.final or self.place == self.changed_at)

    def _is_over(self, step: Step) -> bool:
        """Whether a step leads back from the procedure that interrupted."""
        if self.aside != RECOVERY:
            is_nothing_due = step.event is Event.AMOUNT_ADJUSTED and step.stage is not Stage.FUND_DOCUMENT
            return step.event in ARRIVED or is_nothing_due
        return step.subject != self.recovery and step.stage is not Stage.PAYEE_DETAILS

    def ring(self, ring: Ring) -> TimerFired:
        """A timer event of a term is due."""
        name = ring.task.term.name if ring.task.term else ""
        if ring.kind is TimerEventKind.RESUME:
            return TimerFired(ANY_TIME, ANYWHERE, "", ring.kind.value)
        if name in BESIDE:
            return TimerFired(ANY_TIME, ANYWHERE, name, ring.kind.value)
        return TimerFired(self.aside or self.procedure, self.place, name, ring.kind.value)

    def _interrupted(self, step: Step, source: Place, acts: tuple[str, ...]) -> Transition:
        """An act that no task asked for: it leads aside, ends the case, or leaves it where it is."""
        aside = next((LEADS_ASIDE[act.kind] for act in step.acts if act.kind in LEADS_ASIDE), "")
        if aside:
            self.aside, self.recovery = aside, step.subject
            return Transition(aside, ANYWHERE, acts, self.place, step.event.value)
        stays = step.stage.value == source.stage or step.event is Event.LAPSE_EXCUSED
        return Transition(ANY_TIME, ANYWHERE, acts, ANYWHERE if stays else self.place, step.event.value)


def place_after(before: Place, step: Step) -> Place:
    """Where a case stands after a step; whoever may act beside the procedure is not awaited."""
    awaited = [task for task in step.tasks if not task.standing and not task.beside]
    if not awaited and step.stage.value == before.stage:
        return before
    return Place(step.stage.value, next((task.acts[0] for task in awaited if task.acts), ""))


def _goes_back(request: RecordedAct) -> bool:
    """Whether a decision that is contested is carried out anew and leaves the case where it is: no amount, no lost case."""
    kind, number = request.content.get("against"), request.content.get("number")
    return kind in (Contestable.INSTALMENT, Contestable.REDEMPTION, Contestable.RECOVERY) or (
        kind == Contestable.LAPSE and bool(number)
    )


def _name(act: RecordedAct) -> str:
    return f"{act.kind}:{act.outcome}" if act.outcome else act.kind
