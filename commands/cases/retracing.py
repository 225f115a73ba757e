"""A case walked once more, outside Temporal: the real workflow code is told what came to it, and what each verb answered.

All of that is in the store. Where it has no more the case waits as it did, and is handed over as to any other run.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import JsonValue
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.contrib.pydantic import pydantic_data_converter

from activities.registry import VERBS
from adapters.store.cases.ended_cases import StepDone
from commands.dry_run.player import Player
from commands.dry_run.replayed_case import ReplayFailed, activity_of
from domain.case.acts.act import Act
from domain.case.authenticity.acts import Authenticity, AuthenticityAsked
from domain.case.authenticity.beginnings import BeginningAsked
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


class _Walking(Player):
    """One walk."""

    def __init__(self, case_number: str, beginning: _Beginning, steps: Sequence[StepDone]) -> None:
        self._steps = steps
        self._answers = {(step.verb, step.seq): step for step in steps}
        self._asked = self._since = 0
        self._handed_over: CaseInput | None = None
        given = _payloads.to_payloads([beginning.given])
        super().__init__(beginning.workflow, workflow_id(case_number), given, beginning.at)

    def to_the_end(self) -> CaseInput:
        """Hear what came, one after the other, and hand over where there is no more."""
        for step in self._steps:
            for came in step.came:
                if step.seq > self._asked:  # what is behind came by itself
                    self.at, self._since = max(self.at, step.at), step.seq
                    self._hear_of(came)
        self._play()
        self._hear(self._run.look_again(FULL))
        if self._handed_over is None or self._asked < self._steps[-1].seq:
            raise ReplayFailed("the case does not wait where the store says that it does")
        return self._handed_over

    def _hear_of(self, came: Came) -> None:
        match came.kind:
            case CameKind.ACT:
                self.act(read_act(came.value), is_judged=False)
            case CameKind.WORD:
                self.signal(str(came.value))
            case CameKind.TIME:
                self.at = max(self.at, datetime.fromisoformat(str(came.value)))
                self._play()
                if self.timers:
                    self.pass_time()

    def _go_on(self, command: WorkflowCommand) -> None:
        """Where there is no more to hear, what a new run would be given is what was wanted."""
        given = command.continue_as_new_workflow_execution.arguments
        (self._handed_over,) = _payloads.from_payloads(given, [CaseInput])
        if self._asked < self._steps[-1].seq:
            super()._go_on(command)

    def _answer_to(self, command: WorkflowCommand) -> Frozen:
        """What a verb answered.

        Raises:
            HalfDoneError: it answered nothing any more.
            ReplayFailed: it was not asked for then.
        """
        asked = activity_of(command)
        verb = VERBS[asked.activity_type].verb
        (request,) = _payloads.from_payloads(asked.arguments, [verb.request_type])
        if isinstance(
            request, AuthenticityAsked | BeginningAsked
        ):  # what did not come from the door was not kept
            return Authenticity()
        step = self._answers.get((verb.name, request.seq))
        if step is None:
            if request.seq <= self._steps[-1].seq:
                raise ReplayFailed(
                    f"the case asks for {verb.name} as its step {request.seq}, and did not before"
                )
            raise HalfDoneError(self._since)
        self._asked = max(self._asked, request.seq)
        self.at = max(self.at, step.at)
        answer: Frozen = verb.answer.model_validate(step.answer)
        return answer
