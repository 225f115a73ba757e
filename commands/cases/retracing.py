"""A case walked once more, outside Temporal: the real workflow code is told what came to it, and what each verb answered.

All of that is in the store. Where it has no more the case waits as it did, and is handed over as to any other run.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import JsonValue
from temporalio.api.common.v1 import Payload
from temporalio.bridge.proto.activity_result import ActivityResolution
from temporalio.bridge.proto.workflow_activation import (
    DoUpdate,
    FireTimer,
    ResolveActivity,
    SignalWorkflow,
    WorkflowActivationJob,
)
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.registry import VERBS
from adapters.store.cases.ended_cases import StepDone
from commands.dry_run.replay import begun
from commands.dry_run.replayed_case import ReplayFailed, activity_of
from domain.case.acts.act import Act
from domain.case.authenticity.acts import Authenticity, AuthenticityAsked
from domain.case.identifiers import workflow_id
from domain.case.record.came import RECKONED, WOKEN, Came, CameKind
from domain.case.record.progress import CaseInput
from domain.frozen import Frozen
from workflows.runs import MOST_EVENTS
from workflows.seen import read_act

_payloads = pydantic_data_converter.payload_converter

FULL: Final = 2 * MOST_EVENTS
"""As many events as make a run hand over where it waits."""


class Retraced(NamedTuple):
    """Where a case stood.

    Attributes:
        workflow: its type.
        given: what a new run is given, so that it stands there.
        unanswered: acts that were taken in and begun, and not answered yet; to be sent again.
    """

    workflow: str
    given: CaseInput
    unanswered: tuple[Act, ...]


class NothingKeptError(Exception):
    """The store has nothing of a case's way."""


class HalfDoneError(Exception):
    """The store ends within what followed from something that came."""

    def __init__(self, since: int) -> None:
        """The number of the first verb that followed from it."""
        super().__init__(since)
        self.since = since


def retrace(case_number: str, steps: Sequence[StepDone]) -> Retraced:
    """Where a case stood when the store wrote down the last of it.

    Args:
        case_number: the case.
        steps: all of it, in order.

    Raises:
        NothingKeptError: there is no step.
        ReplayFailed: today's code does not follow what the store kept.
    """
    begun_runs = [(at, began) for at, step in enumerate(steps) if (began := _beginning(step))]
    if not begun_runs:
        raise NothingKeptError(case_number)
    number, beginning = begun_runs[-1]
    steps, words = steps[number:], set[JsonValue]()
    unanswered: tuple[Act, ...] = ()
    while True:
        try:
            given = _walked(case_number, beginning, steps)
        except HalfDoneError as half:
            left = [step for step in steps if step.seq >= half.since]
            unanswered = (*_acts(left), *unanswered)
            words |= {came.value for step in left for came in step.came if came.kind is CameKind.WORD}
            steps = [step for step in steps if step.seq < half.since]
        else:
            return Retraced(beginning.workflow, _heeding(given, words), unanswered)


def _heeding(given: CaseInput, words: set[JsonValue]) -> CaseInput:
    """A word that was heeded by half is heeded again."""
    unheeded = {"is_woken": WOKEN in words, "is_unsettled": RECKONED in words}
    changes = {name: True for name, is_left in unheeded.items() if is_left}
    return given.model_copy(update={"state": given.state.model_copy(update=changes)}) if changes else given


class _Beginning(NamedTuple):
    """How a run began."""

    workflow: str
    given: CaseInput
    at: datetime


def _beginning(step: StepDone) -> _Beginning | None:
    for came in step.came:
        if came.kind is CameKind.BEGAN and isinstance(came.value, dict):
            given = CaseInput.model_validate(came.value["given"])
            return _Beginning(str(came.value["workflow"]), given, step.at)
    return None


def _acts(steps: Sequence[StepDone]) -> tuple[Act, ...]:
    return tuple(read_act(came.value) for step in steps for came in step.came if came.kind is CameKind.ACT)


def _walked(case_number: str, beginning: _Beginning, steps: Sequence[StepDone]) -> CaseInput:
    if not steps:
        return beginning.given
    walking = _Walking(case_number, beginning, steps)
    try:
        return walking.to_the_end()
    finally:
        walking.leave()


class _Walking:
    """One walk."""

    def __init__(self, case_number: str, beginning: _Beginning, steps: Sequence[StepDone]) -> None:
        self._steps = steps
        self._answers = {(step.verb, step.seq): step for step in steps}
        self._asked = self._since = 0
        self._identifier = workflow_id(case_number)
        self._at = beginning.at
        self._handed_over: CaseInput | None = None
        self._begin(beginning.workflow, _payloads.to_payloads([beginning.given]))

    def to_the_end(self) -> CaseInput:
        """Hear what came, one after the other, and hand over where there is no more."""
        for step in self._steps:
            for came in step.came:
                if step.seq > self._asked:  # what is behind came by itself
                    self._at, self._since = max(self._at, step.at), step.seq
                    self._hear_of(came)
        self._play()
        self._hear(self._run.look_again(FULL))
        if self._handed_over is None or self._asked < self._steps[-1].seq:
            raise ReplayFailed("the case does not wait where the store says that it does")
        return self._handed_over

    def leave(self) -> None:
        """Put it away."""
        self._run.leave()

    def _begin(self, kind: str, given: Sequence[Payload]) -> None:
        self._timers: dict[int, datetime] = {}
        self._kind = kind
        self._run, job = begun(kind, self._identifier, given, self._at)
        self._beginning: tuple[WorkflowActivationJob, ...] = (WorkflowActivationJob(initialize_workflow=job),)

    def _hear_of(self, came: Came) -> None:
        match came.kind:
            case CameKind.ACT:
                self._play(WorkflowActivationJob(do_update=_update(read_act(came.value))))
            case CameKind.WORD:
                signal = SignalWorkflow(signal_name=str(came.value))
                self._play(WorkflowActivationJob(signal_workflow=signal))
            case CameKind.TIME:
                self._reach(came.value)

    def _reach(self, moment: JsonValue) -> None:
        self._at = max(self._at, datetime.fromisoformat(str(moment)))
        self._play()
        if self._timers:
            first = min(self._timers, key=lambda each: (self._timers[each], each))
            del self._timers[first]
            self._play(WorkflowActivationJob(fire_timer=FireTimer(seq=first)))

    def _play(self, *jobs: WorkflowActivationJob) -> None:
        """Hand something over, and answer what the case asks for until it waits again."""
        jobs, self._beginning = (*self._beginning, *jobs), ()
        if jobs:
            self._hear(self._run.play(*jobs, at=self._at))
        while self._run.asked or self._beginning:
            answered = tuple(map(self._answered, list(self._run.asked.values())[:1]))
            jobs, self._beginning = (*self._beginning, *answered), ()
            self._hear(self._run.play(*jobs, at=self._at))

    def _hear(self, commands: Sequence[WorkflowCommand]) -> None:
        for command in commands:
            if command.HasField("start_timer"):
                lasts = command.start_timer.start_to_fire_timeout.ToTimedelta()
                self._timers[command.start_timer.seq] = self._at + max(lasts, timedelta())
            elif command.HasField("cancel_timer"):
                self._timers.pop(command.cancel_timer.seq, None)
            elif command.HasField("fail_workflow_execution"):
                raise ReplayFailed(command.fail_workflow_execution.failure.message)
            elif command.HasField("continue_as_new_workflow_execution"):
                self._go_on(command)

    def _go_on(self, command: WorkflowCommand) -> None:
        """A new run goes on; where there is no more to hear, what it is given is what was wanted."""
        ended, given = self._run, command.continue_as_new_workflow_execution.arguments
        (self._handed_over,) = _payloads.from_payloads(given, [CaseInput])
        if self._asked < self._steps[-1].seq:
            self._begin(self._kind, given)
            ended.leave()

    def _answered(self, command: WorkflowCommand) -> WorkflowActivationJob:
        """A verb with the answer that it got.

        Raises:
            HalfDoneError: it got none any more.
        """
        asked = activity_of(command)
        verb = VERBS[asked.activity_type].verb
        (request,) = _payloads.from_payloads(asked.arguments, [verb.request_type])
        if isinstance(request, AuthenticityAsked):  # what did not come from the door was not kept
            return _resolved(command, Authenticity())
        step = self._answers.get((verb.name, request.seq))
        if step is None:
            if request.seq <= self._steps[-1].seq:
                raise ReplayFailed(
                    f"the case asks for {verb.name} as its step {request.seq}, and did not before"
                )
            raise HalfDoneError(self._since)
        self._asked = max(self._asked, request.seq)
        self._at = max(self._at, step.at)
        return _resolved(command, verb.answer.model_validate(step.answer))


def _resolved(command: WorkflowCommand, answer: Frozen) -> WorkflowActivationJob:
    """What tells the case an answer."""
    resolution = ActivityResolution()
    resolution.completed.result.CopyFrom(_payloads.to_payloads([answer])[0])
    is_local = command.HasField("schedule_local_activity")
    done = ResolveActivity(seq=activity_of(command).seq, result=resolution, is_local=is_local)
    return WorkflowActivationJob(resolve_activity=done)


def _update(act: Act) -> DoUpdate:
    """An act as it is sent; it was admitted once."""
    return DoUpdate(
        id=act.id,
        protocol_instance_id=act.id,
        name=act.kind,
        input=_payloads.to_payloads([act]),
        run_validator=False,
    )
