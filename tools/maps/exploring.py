"""Finds every transition that the code of a procedure allows, by playing it through in all ways.

At each fork (what somebody does, what time brings, what the store answers) one way is gone at once; the others are kept
and gone later, each from the beginning, since a workflow cannot be copied. A fork that was met before ends a way.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from domain.case.acts.act import Act
from domain.case.record.events import Event
from domain.case.record.progress import RECONSIDERATION, CaseInput
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Ring, Step
from domain.case.remedies import ENDED_REFUSED
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE, marks
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.frozen import Frozen
from tools.maps.beginnings import DAYS, LEAD, PROCEDURES, Beginning, beginnings
from tools.maps.deeds import deed, deeds, staying
from tools.maps.playing import Played, read
from tools.maps.scouting import Known, Scout, Straight
from tools.maps.store_answers import ANSWERS, standing
from tools.maps.transitions import ANY_TIME, ANYWHERE, Place, TimerFired, Track, Transition

REMEMBERED: Final = ("payee", "is_owed", "voucher_left", "instalment")
"""Parts of a case's state by which the same place may lead elsewhere."""

LASTING: Final = frozenset({Event.OBJECTED, Event.OBJECTION_UPHELD})
"""What a stage remembers, besides its tasks, until it is left."""

SIGNALS: Final = {Stage.QUEUED_FOR_QUOTA: "quota_released", Stage.RECOVERY: "receivable_netted"}
"""What other cases tell a case, and where it heeds it."""

TIME: Final = "time:"
"""Before the name of the term that has run out, where time is what leads on; without one, the case looks again by itself."""

MOST_TIMERS: Final = 40
"""More than any place has before it goes on."""

Move = Callable[[], None]


@dataclass
class Map:
    """What the ways have shown: transitions, each those without an act with their causes, and timer events."""

    transitions: dict[Transition, set[str]] = field(default_factory=dict)
    timers: set[TimerFired] = field(default_factory=set)
    parties: dict[Place, set[str]] = field(default_factory=dict)


class Way:
    """One way through a procedure, to where nothing new lies ahead."""

    def __init__(self, beginning: Beginning, scout: Scout, found: Map) -> None:
        self._beginning, self._scout, self._found = beginning, scout, found
        self._track = Track(beginning.procedure)
        self._stands = beginning.given.state.progress
        self._plan = beginning.given.plan
        self._case = Played(beginning.kind, beginning.given, self._answer)
        self._event: Event | None = None
        self._came_from: Place | None = None
        self._happened: frozenset[Event] = frozenset()
        self._cause = self._gone = ""
        self._steps = 0
        self.places: list[Place] = []

    def go(self) -> None:
        """Go on until everything ahead is known."""
        try:
            self._do(self._beginning.act)
            while not self._beginning.is_over(self._track):
                self._move()
        except Known:
            pass
        finally:
            self._case.leave()

    @property
    def _progress(self) -> Progress:
        assert self._stands is not None  # noqa: S101 - the first act is recorded before anything else
        return self._stands

    def _move(self) -> None:
        moves, more = self._moves(), self._moves_beside()
        is_new = self._scout.is_new(self._track.place)
        way = self._scout.choose(self._fork(), len(moves) + (len(more) if is_new else 0))
        self._gone = str(way)
        (*moves, *more)[way]()

    def _fork(self) -> Hashable:
        """What tells this place on the way from all others."""
        case, tasks = self._case.workflow, self._progress.tasks
        return (
            self._progress.stage,
            tuple(
                sorted((task.acts, bool(task.asked and task.asked.lapses), task.has_lapsed) for task in tasks)
            ),
            self._event,
            self._happened,
            self._came_from,
            bool(self._track.recovery),
            "sign_off" in case.state.done,
            case.state.instalment == len(self._plan.instalment_ends),
            tuple(bool(getattr(case.state, name)) for name in REMEMBERED),
            bool(self._due()),
        )

    def _moves(self) -> list[Move]:
        """What the procedure provides for."""
        progress = self._progress
        if progress.final:
            return [self._reconsider] if progress.stage in ENDED_REFUSED else []
        asked = [task for task in progress.tasks if not task.standing]
        offered = [task for task in progress.tasks if task.standing]
        moves: list[Move] = [partial(self._do, act) for act in deeds(asked, progress.amount)]
        moves += [self._wait] if self._case.timers else []
        moves += [partial(self._do, act) for act in deeds(offered, progress.amount, len(asked))]
        moves += [partial(self._hear, SIGNALS[progress.stage])] if progress.stage in SIGNALS else []
        return moves

    def _moves_beside(self) -> list[Move]:
        """What may happen at any place; so it is tried once at each."""
        if self._progress.final:
            return []
        ending = ("withdraw", APPLICANT), ("terminate", self._plan.lead)
        return [self._stay, *(partial(self._interrupt, *each) for each in ending)]

    def _do(self, act: Act) -> None:
        self._cause = act.kind
        self._case.act(act)

    def _hear(self, signal: str) -> None:
        self._cause = signal
        self._case.signal(signal)

    def _interrupt(self, kind: str, party: str) -> None:
        self._do(deed(kind, party))

    def _stay(self) -> None:
        """Do whatever leaves the case where it is."""
        for act in staying(self._plan.lead, self._progress.tasks):
            self._do(act)
        if any(task.stop for task in self._progress.tasks):
            self._case.pass_time()
        raise Known

    def _wait(self) -> None:
        """Let time pass until the case goes on."""
        steps = self._steps
        for _ in range(MOST_TIMERS):
            if self._steps > steps or not self._case.timers:
                return
            self._cause = TIME + self._due()
            self._case.pass_time()
        raise Known

    def _due(self) -> str:
        """The name of the term of which something is due first; empty where the case wakes by itself before."""
        first = min(self._case.timers.values(), default=self._case.at)
        due = [
            (task.next_timer_event.at, task.term.name)
            for task in self._progress.tasks
            if task.next_timer_event and task.term and task.next_timer_event.at <= first
        ]
        return min(due)[1] if due else ""

    def _reconsider(self) -> None:
        """A refused case is judged again, in a new run; the store knows a payee where something was paid."""
        task = UserTask(party=APPLICANT, acts=("request_reconsideration",))
        progress = self._progress.model_copy(update={"tasks": (task,), "final": False})
        before = self._case.workflow.state
        known = {"payee": before.payee if before.payments else "", "progress": progress}
        state = before.model_copy(update={**known, "checkpoint": RECONSIDERATION})
        self._case.leave()
        self._case = Played(
            self._plan.code, CaseInput(plan=self._plan, state=state), self._answer, self._case.at
        )
        self._do(deed(task.acts[0], APPLICANT))

    def _answer(self, verb: str, payloads: Sequence[Any]) -> Frozen:
        """What the store answers; where it may answer in several ways, one after the other."""
        if verb == "enter_stage":
            return self._entered(read(payloads, Step))
        if verb == "ring":
            return self._timer_event(read(payloads, Ring))
        message, answers = ANSWERS[verb]
        possible = answers(read(payloads, message), self._case.workflow)
        chosen = 0
        if len(possible) > 1:
            chosen = self._scout.choose((self._fork(), self._gone, verb), len(possible))
            self._gone += f" {verb} {chosen}"
        return possible[chosen]

    def _entered(self, step: Step) -> Progress:
        self._steps += 1
        is_there = self._stands is not None and self._stands.stage is step.stage
        self._event, self._came_from = step.event, self._track.place
        self._happened = ((self._happened if is_there else frozenset()) | {step.event}) & LASTING
        transition = self._track.step(step)
        causes = self._found.transitions.setdefault(transition, set())
        if not step.acts and self._cause:
            causes.add(self._cause)
        self._cause = self._cause if transition.source == self._track.place else ""
        awaited = {task.party for task in step.tasks if task.acts and not task.standing}
        self._found.parties.setdefault(self._track.place, set()).update(awaited)
        self.places.append(self._track.place)
        self._stands = standing(step, step.stage, step.tasks, step.amount, final=step.final)
        return self._stands

    def _timer_event(self, ring: Ring) -> Progress:
        self._found.timers.add(self._track.ring(ring))
        self._stands = standing(ring, ring.stage, ring.tasks, ring.amount)
        return self._stands


def explore(beginnings: Iterable[Beginning]) -> Map:
    """Everything that may come of these beginnings."""
    found = Map()
    for beginning in beginnings:
        scout = Scout()
        while scout.sets_out():
            Way(beginning, scout, found).go()
    return found


def explore_all() -> dict[str, Map]:
    """A map of each procedure, and one of what may happen at any time in all of them."""
    maps = {procedure: explore(beginnings(procedure)) for procedure in PROCEDURES}
    found = maps.values()
    any_time = Map(
        {
            part: causes
            for each in found
            for part, causes in each.transitions.items()
            if part.procedure == ANY_TIME
        },
        {timer for each in found for timer in each.timers if timer.procedure == ANY_TIME}
        | _of_the_whole_case(),
    )
    return {**maps, ANY_TIME: any_time}


def _of_the_whole_case() -> set[TimerFired]:
    """What the clocks of a case bring, wherever it stands."""
    names = (WHOLE_CASE, PROGRESS_NOTICE)
    return {
        TimerFired(ANY_TIME, ANYWHERE, name, kind.value)
        for name in names
        for kind, _ in marks(name, LEAD, DAYS)
    }


def main_spine(beginning: Beginning) -> tuple[Place, ...]:
    """The places of a case in which whatever is asked is granted, each once, up to its end."""
    way = Way(beginning, Straight(), Map())
    way.go()
    return tuple(dict.fromkeys(way.places))
