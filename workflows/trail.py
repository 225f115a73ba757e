"""Following a trail: a new run takes a procedure, without a command, to where the run before was waiting.

While it follows, the procedure sees its case as it was then, and whatever it asks for is taken from the trail. Where the
trail ends it waits, and goes on with the case as it was handed over. A procedure that asks for something else than its trail
has was changed: the task fails, and says so.
"""

from datetime import datetime
from functools import cache
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

from pydantic import JsonValue, TypeAdapter

from domain.case.acts.act import Act
from domain.case.record.events import Event
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseState
from domain.case.record.stages import Stage
from domain.case.record.trail import Trace, Trail
from domain.case.user_tasks import TimerEvent, UserTask
from domain.case.verbs import ENTER_STAGE
from domain.frozen import Frozen
from workflows.clock import LONG_AGO, RunClock
from workflows.endings import TURNS, NothingDue, TaskOver, Woken
from workflows.inbox import Inbox
from workflows.seen import KEPT, Seen, read, read_act, write_act, written
from workflows.waiting import Waiting

Carried = TypeVar("Carried")
Came: TypeAlias = Act | TaskOver | Woken
"""What may come to a procedure that waits."""

BEGAN: Final = "began"
LAP: Final = "lap"
ASIDE: Final = "aside"
TURNED: Final = "turned"
STEP: Final = ENTER_STAGE.name
"""Kinds of traces, beside acts, verbs, and terms that ran out."""

_TURNED: Final = {kind.__name__: kind for kind in (*TURNS, NothingDue)}
_SAID: Final = TypeAdapter(list[Any])


class TrailLost(Exception):
    """The procedure asks for something else than its trail has: it is not the one that left it."""


class Walking(Protocol):
    """What of a case its trail is about."""

    kept: CaseState
    plan: CasePlan
    stage: Stage
    closed: bool
    inbox: Inbox
    waiting: Waiting
    clock: RunClock
    trail: "Walked"

    def keep(self, **changes: object) -> None:
        """Replace parts of the state."""


class Walked:
    """The trail of a run: what is followed of the run before, and what it leaves itself.

    Attributes:
        traces: those that were followed or left so far.
        next: what is followed next; None at the end of the trail.
    """

    def __init__(self, case: Walking, trail: Trail) -> None:
        """Before the run sets out."""
        self._case = case
        self._ahead = list(trail.traces)
        self._patient_until = trail.patient_until
        self._stands: tuple[Any, ...] | None = None
        self.traces: list[Trace] = []

    @property
    def next(self) -> Trace | None:
        """See above."""
        return self._ahead[0] if self._ahead else None

    @property
    def seen(self) -> Seen:
        """How the case looks now."""
        case = self._case
        kept = {name: getattr(case.kept, name) for name in KEPT}
        return {**kept, **case.inbox.seen, "plan": case.plan, "stage": case.stage, "closed": case.closed}

    def opens_with(self, kind: type[Act] | None) -> type[Act] | None:
        """The act with which an ended case is taken up again; None in a run that goes on after it."""
        return kind if len(self._ahead) <= 1 else None

    def set_out(self) -> None:
        """Begin; or begin as the first run did, and follow its trail."""
        if not self._ahead:
            self._leave(BEGAN, None, {})
            return
        case = self._case
        self._stands = (case.kept, case.plan, case.stage, case.closed, case.inbox, case.waiting)
        case.kept = CaseState()
        case.inbox = Inbox(case.kept, case.clock)
        case.waiting = Waiting(case.inbox, case.clock, case.kept)
        self.follow(BEGAN)

    def arrive(self) -> datetime | None:
        """The trail ends: the case is as it was handed over. When the patience is out with which it waits here."""
        assert self._stands is not None
        case = self._case
        case.kept, case.plan, case.stage, case.closed, case.inbox, case.waiting = self._stands
        case.clock.stands_at = self._stands = None
        return self._patient_until

    def left(self, patient_until: datetime | None, reached: datetime, reckoned: TimerEvent | None) -> Trail:
        """The trail as another run follows it."""
        return Trail(
            traces=tuple(self.traces),
            patient_until=patient_until,
            reached=reached if reached > LONG_AGO else None,
            reckoned=reckoned,
        )

    @property
    def is_followed(self) -> bool:
        """Whether the run is on its way to where the one before waited."""
        return self._stands is not None

    @property
    def leads_aside(self) -> bool:
        """Whether what is followed next came between the steps of the procedure."""
        return self.next is not None and self.next.kind == ASIDE

    @property
    def leads_on(self) -> bool:
        """Whether what is followed next came to the procedure."""
        return self.next is not None and not self.leads_aside

    @property
    def next_act(self) -> Act:
        """What came between, and is followed next."""
        assert self.next is not None
        return read_act(self.next.value)

    def follow(self, *kinds: str) -> Trace:
        """Take the next thing from the trail, and see the case as it was when it came.

        Raises:
            TrailLost: it is something else, or there is nothing left.
        """
        trace = self.next
        if trace is None or trace.kind not in kinds:
            has = "its end" if trace is None else trace.kind
            raise TrailLost(f"the procedure asks for {' or '.join(kinds)}, and its trail has {has}")
        self.traces.append(self._ahead.pop(0))
        self._see(trace)
        return trace

    def follow_to(self, awaited: tuple[type[object], ...]) -> "Came | None":
        """What came, or whatever turned the procedure."""
        kinds = (getattr(kind, "kind", kind.__name__) for kind in awaited)
        trace = self.follow(*kinds, TURNED)
        if trace.kind == TURNED:
            kind, *said = _SAID.validate_python(trace.value)
            raise _TURNED[kind](*said)
        if trace.kind == TaskOver.__name__:
            return TaskOver(UserTask.model_validate(trace.value))
        return Woken() if trace.kind == Woken.__name__ else read_act(trace.value)

    def follow_step(self, stage: Stage, event: Event) -> None:
        """A stage was entered.

        Raises:
            TrailLost: it was another, or for another reason.
        """
        if self.follow(STEP).value != [stage.value, event.value]:
            raise TrailLost(f"the procedure enters {stage} for {event}, and its trail has another step")

    def leave_step(self, stage: Stage, event: Event, before: Seen) -> None:
        """A stage was entered."""
        self._leave(STEP, [stage.value, event.value], before)

    def leave_answer(self, verb: str, answer: Frozen, before: Seen) -> None:
        """A verb was answered."""
        self._leave(verb, answer.model_dump(mode="json"), before)

    def leave_came(self, came: "Came | None", before: Seen) -> None:
        """Something came to the procedure."""
        if isinstance(came, Act):
            self._leave(came.kind, write_act(came), before)
        elif isinstance(came, TaskOver):
            self._leave(TaskOver.__name__, came.task.model_dump(mode="json"), before)
        else:
            self._leave(Woken.__name__, None, before)

    def leave_aside(self, act: Act, before: Seen) -> None:
        """Something comes between; or came, and is followed."""
        if self.is_followed:
            self.follow(ASIDE)
        else:
            self._leave(ASIDE, write_act(act), before)

    def leave_turned(self, turned: Exception, before: Seen) -> None:
        """What came between has turned the procedure."""
        self._leave(TURNED, _SAID.dump_python([type(turned).__name__, *turned.args], mode="json"), before)

    def leave_lap(self, kind: str, carried: JsonValue, begun: tuple[int, Seen]) -> None:
        """A loop goes round again: whatever came in its laps is forgotten, but for what it has changed."""
        since, before = begun
        self.forget(since)
        self._leave(kind, carried, before)

    def forget(self, since: int) -> None:
        """Forget every trace but the first so many."""
        del self.traces[since:]

    def _leave(self, kind: str, value: JsonValue, before: Seen) -> None:
        """Leave a trace of what came back to the procedure, which had left the case as it was ``before``."""
        changed = {name: now for name, now in self.seen.items() if name not in before or before[name] != now}
        at = self._case.clock.now()
        self.traces.append(Trace(kind=kind, value=value, seen=written(changed), at=at))

    def _see(self, trace: Trace) -> None:
        """See the case as it was when something came."""
        case, seen = self._case, read(trace.seen)
        case.keep(**{name: value for name, value in seen.items() if name in KEPT})
        case.inbox.see(seen)
        case.plan, case.stage = seen.get("plan", case.plan), seen.get("stage", case.stage)
        case.closed = seen.get("closed", case.closed)
        case.clock.stands_at = trace.at


@cache
def _adapter(carried: Any) -> TypeAdapter[Any]:
    return TypeAdapter(carried)


class Laps(Generic[Carried]):
    """The laps of a loop that may go round as often as somebody likes: its trail is that of the last one."""

    def __init__(self, case: Walking, name: str, carried: Any) -> None:
        """Before the loop.

        Args:
            case: that goes round.
            name: of the loop, as no other at the same place has it.
            carried: the type of what one lap leaves to the next.
        """
        self._case = case
        self._kind = f"{LAP} {name}"
        self._adapter: TypeAdapter[Carried] = _adapter(carried)
        self._begun: tuple[int, Seen] | None = None

    def top(self, carried: Carried) -> Carried:
        """At the top of the loop: what it goes round with."""
        trail = self._case.trail
        if self._begun is None:
            self._begun = len(trail.traces), trail.seen
            if trail.next is not None and trail.next.kind == self._kind:
                return self._adapter.validate_python(trail.follow(self._kind).value)
            return carried
        trail.leave_lap(self._kind, self._adapter.dump_python(carried, mode="json"), self._begun)
        return carried
