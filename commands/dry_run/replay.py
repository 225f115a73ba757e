"""The two ways to a replayed case: from the history of a case that runs, or as a run that begins now."""

import asyncio
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.bridge.proto.workflow_activation import InitializeWorkflow
from temporalio.client import WorkflowHistory
from temporalio.common import MetricMeter, Priority, TypedSearchAttributes
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import (
    Replayer,
    UnsandboxedWorkflowRunner,
    WorkflowInstance,
    WorkflowInstanceDetails,
    WorkflowRunner,
)
from temporalio.workflow import Info

from commands.dry_run.replayed_case import ReplayedCase, ReplayFailed
from workflows.registry import WORKFLOWS

NAMESPACE = "dry_run"

TOO_SLOW = "TMPRL1101"
"""The SDK takes a step of more than two seconds for a deadlock; a busy machine has such seconds."""

TRIES = 3


class _KeepingRunner(WorkflowRunner):
    """Runs workflow code as a worker does, and keeps the instance."""

    def __init__(self) -> None:
        self.kept: ReplayedCase | None = None

    def prepare_workflow(self, defn: workflow._Definition) -> None:
        """Nothing to prepare: no sandbox."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Make the instance, and keep it."""
        self.kept = ReplayedCase(UnsandboxedWorkflowRunner().create_instance(det))
        return self.kept


async def replay(history: WorkflowHistory) -> ReplayedCase:
    """Bring a case to life from its history, at the point where that ends.

    Raises:
        Broken: today's code cannot follow the history.
    """
    failure: Exception | None = None
    for _ in range(TRIES):
        kept, failure = await _replayed(history)
        if kept is not None and failure is None:
            return kept
        if kept is not None:
            await asyncio.to_thread(kept.leave)
        if TOO_SLOW not in str(failure):
            break
    raise ReplayFailed(str(failure))


async def _replayed(history: WorkflowHistory) -> tuple[ReplayedCase | None, Exception | None]:
    """The case at the end of its history, as far as it came, and why it came no further."""
    runner = _KeepingRunner()
    replayer = Replayer(
        workflows=WORKFLOWS,
        workflow_runner=runner,
        data_converter=pydantic_data_converter,
        namespace=NAMESPACE,
    )
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return runner.kept, result.replay_failure


def begun(
    kind: str, identifier: str, given: Sequence[Payload], at: datetime, ended: Info | None = None
) -> tuple[ReplayedCase, InitializeWorkflow]:
    """A run that is about to begin, and the job that begins it.

    Args:
        kind: of workflow.
        identifier: of the workflow.
        given: its arguments.
        at: when it begins.
        ended: the run that hands over to it; None where it is begun from outside.
    """
    job = InitializeWorkflow(workflow_type=kind, workflow_id=identifier, arguments=given, attempt=1)
    job.start_time.FromDatetime(at)
    made = asyncio.run(_instance(_details(kind, identifier, at, ended)))
    return ReplayedCase(made), job


async def _instance(details: WorkflowInstanceDetails) -> WorkflowInstance:
    """The SDK asks for a running loop while it makes an instance."""
    return UnsandboxedWorkflowRunner().create_instance(details)


def _details(kind: str, identifier: str, at: datetime, ended: Info | None) -> WorkflowInstanceDetails:
    definitions = {
        definition.name: definition for definition in map(workflow._Definition.must_from_class, WORKFLOWS)
    }
    return WorkflowInstanceDetails(
        payload_converter_factory=pydantic_data_converter.payload_converter_class,
        failure_converter_class=pydantic_data_converter.failure_converter_class,
        interceptor_classes=(),
        defn=definitions[kind],
        info=_info(kind, identifier, at, ended),
        randomness_seed=0,
        extern_functions={
            "__temporal_get_metric_meter": lambda: MetricMeter.noop,
            "__temporal_assert_local_activity_valid": lambda _: None,
        },
        disable_eager_activity_execution=False,
        worker_level_failure_exception_types=(),
        patch_activation_callback=None,
        last_completion_result=Payloads(),
        last_failure=None,
    )


def _info(kind: str, identifier: str, at: datetime, ended: Info | None) -> Info:
    run = uuid.uuid4().hex
    return Info(
        attempt=1,
        continued_run_id=ended.run_id if ended else None,
        cron_schedule=None,
        execution_timeout=None,
        first_execution_run_id=ended.first_execution_run_id if ended else run,
        headers={},
        namespace=NAMESPACE,
        original_execution_run_id=run,
        parent=None,
        root=None,
        priority=Priority.default,
        raw_memo={},
        retry_policy=None,
        run_id=run,
        run_timeout=None,
        search_attributes={},
        start_time=at,
        task_queue=NAMESPACE,
        task_timeout=timedelta(seconds=10),
        typed_search_attributes=TypedSearchAttributes.empty,
        workflow_id=identifier,
        workflow_start_time=at,
        workflow_type=kind,
    )
