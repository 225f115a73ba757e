"""Finds every transition that the code of a procedure allows, by playing it through in all ways.

At each fork (what somebody does, what time brings, what the store answers) one way is gone at once; the others are kept
and gone later, each from the beginning, since a workflow cannot be copied. A fork that was met before ends a way.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from adapters.store.cases.reconsiderations import SETTLING
from domain.case.acts.act import Act
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import Decision, Happened, decisions_told
from domain.case.lapses import Lapsed, lapses_told
from domain.case.record.events import Event
from domain.case.record.progress import CONTEST, LAPSE, RECONSIDERATION, CaseInput
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Reckoning, Ring, Step
from domain.case.remedies import ENDED_REFUSED
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.frozen import Frozen
from tools.maps.beginnings import CONTESTED, Beginning
from tools.maps.deeds import contest, deed, deeds, staying
from tools.maps.playing import BEGINNING, Played, read
from tools.maps.scouting import Known, Scout
from tools.maps.store_answers import ANSWERS, standing
from tools.maps.transitions import Place, TimerFired, Track, Transition

REMEMBERED: Final = ("payee", "payee_named", "is_owed", "voucher_left", "instalment", "lapses")
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
        at = self._stands.at if self._stands else BEGINNING
        self._case = Played(beginning.kind, beginning.given, self._answer, at)
        self._event: Event | None = None
        self._came_from: Place | None = None
        self._happened: frozenset[Event] = frozenset()
        self._cause = self._gone = ""
        self._steps = 0
        self._told: list[tuple[str, str, str]] = []
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
        decisions = self._decisions()
        moves, contests, more = self._moves(), self._contests(decisions), self._moves_beside()
        has_new = self._scout.is_new(
            (self._track.place, tuple((each.kind, each.event) for each in decisions))
        )
        changing = self._track.changed_at is not None
        is_new = self._scout.is_new((self._track.place, bool(self._case.workflow.state.lapses), changing))
        ways = len(moves) + len(contests) * (has_new or is_new) + len(more) * is_new
        way = self._scout.choose(self._fork(), ways)
        self._gone = str(way)
        (*moves, *contests, *more)[way]()

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
            self._track.aside,
            self._track.changed_at is not None,
            "sign_off" in case.state.done,
            case.state.instalment == len(self._plan.instalment_ends),
            tuple(bool(getattr(case.state, name)) for name in REMEMBERED),
            bool(self._due()),
            self._lost() if self._progress.final else (),
        )

    def _moves(self) -> list[Move]:
        """What the procedure provides for."""
        progress = self._progress
        if progress.final:
            made_good = [self._make_good] if self._lost() else []
            return [*([self._reconsider] if progress.stage in ENDED_REFUSED else []), *made_good]
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
        lead = self._plan.lead
        turning = (
            ("withdraw", APPLICANT),
            ("terminate", lead),
            ("correct_decision", lead),
            ("excuse_lapse", lead),
        )
        return [self._stay, *(partial(self._interrupt, *each) for each in turning)]

    def _contests(self, decisions: list[Decision]) -> list[Move]:
        """What may happen at any place where decisions were told: they are contested, and stand or are changed."""
        if self._track.changed_at is not None:
            return []  # one at a time
        moves: list[Move] = [partial(self._change, each) for each in decisions]
        return moves if self._progress.final or not decisions else [self._stand_by, *moves]

    def _decisions(self) -> list[Decision]:
        """Those that can be contested, of each kind the last."""
        told = [Happened(seq, event, subject) for seq, (event, _, subject) in enumerate(self._told, start=1)]
        may_be = not self._progress.final or self._progress.stage in (Stage.CLOSED, Stage.RECOVERED)
        found = {each.kind: each for each in decisions_told(told) if may_be and not each.was_contested}
        return list(found.values())

    def _change(self, decision: Decision) -> None:
        """A contested decision is changed, in a case that goes on or has ended."""
        asked, changed = contest(decision, self._plan.lead, "change")
        if not self._progress.final:
            self._do(asked)
        elif decision.kind is Contestable.LAPSE and not decision.number:
            self._reopen(self._plan.code, asked, checkpoint=CONTEST, lapses=self._lost(), voucher_left=None)
        else:
            self._reopen(CONTESTED, asked, voucher_left=None)
        before = self._track.place, self._steps
        self._do(changed)
        if before == (self._track.place, self._steps):
            raise Known  # it is not admitted here

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

    def _stand_by(self) -> None:
        """Contest every decision: by turns the applicant takes it back, or it is upheld. A stop is lifted by it."""
        self._do(deed("stop_payment", self._plan.lead))
        for turn, decision in enumerate(self._decisions()):
            outcome = "change" if decision.kind is Contestable.STOP else ("", "uphold")[turn % 2]
            for act in contest(decision, self._plan.lead, outcome):
                self._do(act)
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
        settled = (
            int(subject) for event, _, subject in self._told if event in SETTLING and subject.isdecimal()
        )
        changes = {"checkpoint": RECONSIDERATION, "instalment": max(settled, default=0)}
        self._reopen(self._plan.code, deed(task.acts[0], APPLICANT), task, **changes)

    def _make_good(self) -> None:
        """What was lost by lapse of time is made good, in a new run."""
        lost = self._lost()
        instalment = int(lost[-1].subject or 0)
        changes = {"lapses": lost, "instalment": instalment, "voucher_left": None}
        self._reopen(self._plan.code, deed("excuse_lapse", self._plan.lead), checkpoint=LAPSE, **changes)

    def _lost(self) -> tuple[Lapsed, ...]:
        return lapses_told(self._told)

    def _reopen(self, kind: str, act: Act, *tasks: UserTask, **changes: Any) -> None:
        progress = self._progress.model_copy(update={"tasks": tasks, "final": False})
        before = self._case.workflow.state
        known = {"payee": before.payee if before.payments else "", "progress": progress}
        state = before.model_copy(update={**known, **changes})
        self._case.leave()
        given = CaseInput(plan=self._plan, state=state)
        self._case = Played(kind, given, self._answer, self._case.at)
        self._do(act)

    def _answer(self, verb: str, payloads: Sequence[Any]) -> Frozen:
        """What the store answers; where it may answer in several ways, one after the other."""
        if verb == "enter_stage":
            return self._entered(read(payloads, Step))
        if verb == "ring":
            return self._timer_event(read(payloads, Ring))
        if verb == "reckon_terms":
            return self._reckoned(read(payloads, Reckoning))
        message, answers = ANSWERS[verb]
        possible = answers(read(payloads, message), self._case.workflow)
        chosen = 0
        if len(possible) > 1:
            chosen = self._scout.choose((self._fork(), self._gone, verb), len(possible))
            self._gone += f" {verb} {chosen}"
        return possible[chosen]

    def _entered(self, step: Step) -> Progress:
        self._steps += 1
        self._told.append((step.event.value, step.stage.value, step.subject))
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

    def _reckoned(self, reckoning: Reckoning) -> Progress:
        self._stands = standing(reckoning, reckoning.stage, reckoning.tasks, reckoning.amount)
        return self._stands
