"""One case, played without a server: the real workflow code, whose store answers what the player lets it answer."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

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

from commands.dry_run.replay import begun
from commands.dry_run.replayed_case import ReplayFailed, activity_of
from domain.case.acts.act import Act
from domain.case.record.progress import CaseInput
from domain.frozen import Frozen

BEGINNING: Final = datetime(2026, 3, 2, 1, tzinfo=UTC)
WORKFLOW: Final = "map"

Answer = Callable[[str, Sequence[Any]], Frozen]
"""What the store answers to a verb, given the payloads that it was asked with."""

_payloads = pydantic_data_converter.payload_converter


class Played:
    """One case under the hands of a player.

    Attributes:
        at: the case's own time.
        timers: those that run, each with its moment.
    """

    def __init__(self, kind: str, given: CaseInput, answer: Answer, at: datetime = BEGINNING) -> None:
        self._answer = answer
        self.at = at
        self._begin(kind, _payloads.to_payloads([given]))

    @property
    def workflow(self) -> Any:
        """The workflow object: what it keeps between two steps tells two places on a procedure apart."""
        return self._run._instance._object  # type: ignore[attr-defined]

    def act(self, act: Act) -> None:
        """Send an act."""
        update = DoUpdate(
            id=act.id,
            protocol_instance_id=act.id,
            name=act.kind,
            input=_payloads.to_payloads([act]),
            run_validator=True,
        )
        self._play(WorkflowActivationJob(do_update=update))

    def signal(self, name: str) -> None:
        """Send a signal."""
        self._play(WorkflowActivationJob(signal_workflow=SignalWorkflow(signal_name=name)))

    def pass_time(self) -> None:
        """Let the timer fire that is due first."""
        number = min(self.timers, key=lambda each: (self.timers[each], each))
        self.at = max(self.at, self.timers.pop(number))
        self._play(WorkflowActivationJob(fire_timer=FireTimer(seq=number)))

    def leave(self) -> None:
        """Put the case away."""
        self._run.leave()

    def _begin(self, kind: str, given: Any) -> None:
        self.timers: dict[int, datetime] = {}
        self._run, job = begun(kind, WORKFLOW, given, self.at)
        self._beginning: tuple[WorkflowActivationJob, ...] = (WorkflowActivationJob(initialize_workflow=job),)

    def _play(self, *jobs: WorkflowActivationJob) -> None:
        """Hand over what came, and answer whatever the case asks the store until it rests."""
        jobs, self._beginning = (*self._beginning, *jobs), ()
        self._hear(self._run.play(*jobs, at=self.at))
        while self._run.asked or self._beginning:
            resolved = tuple(map(self._resolved, tuple(self._run.asked.values())[:1]))
            jobs, self._beginning = (*self._beginning, *resolved), ()
            self._hear(self._run.play(*jobs, at=self.at))

    def _hear(self, commands: Sequence[WorkflowCommand]) -> None:
        for command in commands:
            if command.HasField("start_timer"):
                lasts = command.start_timer.start_to_fire_timeout.ToTimedelta()
                self.timers[command.start_timer.seq] = self.at + max(lasts, timedelta())
            elif command.HasField("cancel_timer"):
                self.timers.pop(command.cancel_timer.seq, None)
            elif command.HasField("fail_workflow_execution"):
                raise ReplayFailed(command.fail_workflow_execution.failure.message)
            elif command.HasField("continue_as_new_workflow_execution"):
                self._go_on(command)

    def _go_on(self, command: WorkflowCommand) -> None:
        """A new run goes on where this one ends."""
        ended, next_run = self._run, command.continue_as_new_workflow_execution
        self._begin(next_run.workflow_type or ended.get_info().workflow_type, next_run.arguments)
        ended.leave()

    def _resolved(self, command: WorkflowCommand) -> WorkflowActivationJob:
        asked = activity_of(command)
        answer = self._answer(asked.activity_type, asked.arguments)
        resolution = ActivityResolution()
        resolution.completed.result.CopyFrom(_payloads.to_payloads([answer])[0])
        is_local = command.HasField("schedule_local_activity")
        done = ResolveActivity(seq=asked.seq, result=resolution, is_local=is_local)
        return WorkflowActivationJob(resolve_activity=done)


def read(payloads: Sequence[Any], message: type[Frozen]) -> Any:
    """The message that a verb was asked with."""
    (asked,) = _payloads.from_payloads(payloads, [message])
    return asked
