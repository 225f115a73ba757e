"""A case that is played outside Temporal: the real workflow code, to which somebody says what comes and what its verbs answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio.api.common.v1 import Payload
from temporalio.bridge.proto.workflow_activation import FireTimer, SignalWorkflow, WorkflowActivationJob
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.workflow import Info

from commands.dry_run.replay import begun
from commands.dry_run.replayed_case import ReplayFailed, resolved, update_of
from domain.case.acts.act import Act
from domain.frozen import Frozen


class Player:
    """One case under the hands of a player.

    Attributes:
        at: the case's own time.
        timers: those that run, each with its moment.
    """

    def __init__(self, kind: str, identifier: str, given: Sequence[Payload], at: datetime) -> None:
        """A run of this kind of workflow is about to begin."""
        self._identifier = identifier
        self.at = at
        self._begin(kind, given)

    def act(self, act: Act, *, is_judged: bool = True) -> None:
        """Send an act; one that was taken in before need not be judged again."""
        self._play(WorkflowActivationJob(do_update=update_of(act, run_validator=is_judged)))

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

    def _answer_to(self, command: WorkflowCommand) -> Frozen:
        """What a verb answers; whoever plays says it."""
        raise NotImplementedError

    def _begin(self, kind: str, given: Sequence[Payload], ended: Info | None = None) -> None:
        self.timers: dict[int, datetime] = {}
        self._run, job = begun(kind, self._identifier, given, self.at, ended)
        self._beginning: tuple[WorkflowActivationJob, ...] = (WorkflowActivationJob(initialize_workflow=job),)

    def _play(self, *jobs: WorkflowActivationJob) -> None:
        """Hand over what came, and answer whatever the case asks for until it rests."""
        jobs, self._beginning = (*self._beginning, *jobs), ()
        if jobs:
            self._hear(self._run.play(*jobs, at=self.at))
        while self._run.asked or self._beginning:
            answered = tuple(map(self._answered, tuple(self._run.asked.values())[:1]))
            jobs, self._beginning = (*self._beginning, *answered), ()
            self._hear(self._run.play(*jobs, at=self.at))

    def _answered(self, command: WorkflowCommand) -> WorkflowActivationJob:
        return resolved(command, self._answer_to(command))

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
        known = ended.get_info()
        self._begin(next_run.workflow_type or known.workflow_type, next_run.arguments, known)
        ended.leave()
