"""A case brought to life a second time: the real workflow code at the point where its history ends, and nobody's to keep.

Temporal's replayer runs a history through the workflow code and then puts the instance away. Here the instance is kept, so
that it can be handed one thing more. What it asks for then goes nowhere but to the dry run.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from temporalio.bridge.proto.activity_result import ActivityResolution
from temporalio.bridge.proto.workflow_activation import (
    DoUpdate,
    ResolveActivity,
    UpdateRandomSeed,
    WorkflowActivation,
    WorkflowActivationJob,
)
from temporalio.bridge.proto.workflow_commands import (
    ScheduleActivity,
    ScheduleLocalActivity,
    WorkflowCommand,
)
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import WorkflowInstance
from temporalio.workflow import Info

from domain.case.acts.act import Act
from domain.frozen import Frozen

_payloads = pydantic_data_converter.payload_converter


class ReplayFailed(Exception):
    """The workflow code could not go on from here: a defect, which in the case itself would raise the alarm."""


def _nothing() -> None:
    """Conditions are looked at behind whatever runs."""


class ReplayedCase(WorkflowInstance):
    """One run of a case that plays after the history has ended.

    Attributes:
        asked: activities that were asked for and not answered yet, by their number.
        at: the case's time.
    """

    def __init__(self, instance: WorkflowInstance) -> None:
        self._instance = instance
        self._last = WorkflowActivation()
        self._has_left = False
        self.asked: dict[int, WorkflowCommand] = {}

    @property
    def at(self) -> datetime:
        """The case's time."""
        return self._last.timestamp.ToDatetime(UTC)

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Take part in the replay; being put away at its end is put off until ``leave``."""
        if any(job.HasField("remove_from_cache") for job in act.jobs):
            return WorkflowActivationCompletion(run_id=act.run_id)
        self._last = act
        completion = self._instance.activate(act)
        self._note(act, completion)
        return completion

    def play(
        self, *jobs: WorkflowActivationJob, at: datetime | None = None, events: int | None = None
    ) -> Sequence[WorkflowCommand]:
        """Hand over what came; what the case then asks for.

        Args:
            jobs: what came.
            at: now; never before the case's time.
            events: how many its history has; one a job more than before unless given.

        Raises:
            Broken: the workflow code failed.
        """
        act = WorkflowActivation(
            run_id=self._last.run_id,
            history_length=events or self._last.history_length + len(jobs),
            available_internal_flags=self._last.available_internal_flags,
            timestamp=self._last.timestamp,
            jobs=jobs,
        )
        if at is not None:
            act.timestamp.FromDatetime(max(at, self.at))
        completion = self.activate(act)
        if completion.HasField("failed"):
            raise ReplayFailed(completion.failed.failure.message)
        return completion.successful.commands

    def look_again(self, events: int) -> Sequence[WorkflowCommand]:
        """Have it ask once more for what it waits, in a history of so many events; what it then asks for."""
        cast("asyncio.AbstractEventLoop", self._instance).call_soon(_nothing)
        return self.play(WorkflowActivationJob(update_random_seed=UpdateRandomSeed()), events=events)

    def leave(self) -> None:
        """Put the run away: its coroutines end here, in this thread."""
        if not self._has_left:
            self._has_left = True
            removal = WorkflowActivation(run_id=self._last.run_id)
            removal.jobs.add().remove_from_cache.SetInParent()
            self._instance.activate(removal)

    def _note(self, act: WorkflowActivation, completion: WorkflowActivationCompletion) -> None:
        """Keep which activities have been asked for and which were answered."""
        for job in act.jobs:
            if job.HasField("resolve_activity"):
                self.asked.pop(job.resolve_activity.seq, None)
        for command in completion.successful.commands:
            if is_activity(command):
                self.asked[activity_of(command).seq] = command

    def get_serialization_context(self, command_info: Any) -> Any:
        """Of the instance itself."""
        return self._instance.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: Any) -> Any:
        """Of the instance itself."""
        return self._instance.get_external_store_context(command_info)

    def get_info(self) -> Info:
        """Of the instance itself."""
        return self._instance.get_info()

    def get_thread_id(self) -> int | None:
        """Of the instance itself."""
        return self._instance.get_thread_id()


def is_activity(command: WorkflowCommand) -> bool:
    """Whether a command asks for an activity."""
    return command.HasField("schedule_activity") or command.HasField("schedule_local_activity")


def activity_of(command: WorkflowCommand) -> ScheduleActivity | ScheduleLocalActivity:
    """The activity that a command asks for; both kinds have name, number and arguments alike."""
    return (
        command.schedule_activity
        if command.HasField("schedule_activity")
        else command.schedule_local_activity
    )


def resolved(command: WorkflowCommand, answer: Frozen) -> WorkflowActivationJob:
    """What tells a case the answer of an activity that it asked for."""
    resolution = ActivityResolution()
    resolution.completed.result.CopyFrom(_payloads.to_payloads([answer])[0])
    is_local = command.HasField("schedule_local_activity")
    done = ResolveActivity(seq=activity_of(command).seq, result=resolution, is_local=is_local)
    return WorkflowActivationJob(resolve_activity=done)


def update_of(act: Act, *, run_validator: bool) -> DoUpdate:
    """An act as the Update that brings it."""
    return DoUpdate(
        id=act.id,
        protocol_instance_id=act.id,
        name=act.kind,
        input=_payloads.to_payloads([act]),
        run_validator=run_validator,
    )
