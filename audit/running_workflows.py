"""What Temporal says of the cases: which workflows run, and where each says that its case stands.

Everything is read from what the server keeps of a workflow (search attributes). No workflow is asked anything: that would
need a worker, and make one remember the run with a clock that stands still (``workflows/clock.py``).
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
)
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import case_number_of, workflow_id
from domain.ledger.workflow_agreement import SeenWorkflow
from workflows.registry import CASE_TYPES
from workflows.search_attributes import STAGE, STEP

AT_ONCE = 16
"""Descriptions under way."""

ANSWER_WITHIN = timedelta(seconds=5)
PREFIX = workflow_id("")

PROBLEMS: Final = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")
"""What the server itself says of a workflow whose task fails again and again."""


class RunningWorkflows:
    """The workflows of one installation.

    Args:
        client: connected.
        task_queue: of the installation; several may share a server.
    """

    def __init__(self, client: Client, task_queue: str) -> None:
        self._client = client
        self._task_queue = task_queue

    async def listed(self) -> dict[str, SeenWorkflow]:
        """Every case whose workflow runs, as the visibility store has it (a moment late, perhaps)."""
        wanted = f"TaskQueue = '{self._task_queue}' AND ExecutionStatus = 'Running'"
        return {
            case_number_of(execution.id): self._seen(execution)
            async for execution in self._client.list_workflows(wanted)
            if execution.id.startswith(PREFIX)
        }

    async def look_at(self, case_numbers: Iterable[str]) -> dict[str, SeenWorkflow | None]:
        """Each as it is now; some at a time. None: Temporal knows no such workflow."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: str) -> tuple[str, SeenWorkflow | None]:
            async with gate:
                return number, await self._described(number)

        return dict(await asyncio.gather(*map(one, case_numbers)))

    async def _described(self, number: str) -> SeenWorkflow | None:
        handle = self._client.get_workflow_handle(workflow_id(number))
        try:
            return self._seen(await handle.describe(rpc_timeout=ANSWER_WITHIN))
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise

    def _seen(self, execution: WorkflowExecution) -> SeenWorkflow:
        said, is_ours = execution.typed_search_attributes, is_case(execution, self._task_queue)
        return SeenWorkflow(
            case_number=case_number_of(execution.id),
            is_open=execution.status is WorkflowExecutionStatus.RUNNING and is_ours,
            run=execution.run_id,
            stage=said.get(STAGE, ""),
            seq=said.get(STEP, 0),
            problems=tuple(said.get(PROBLEMS, ())),
        )


def runs_seen(execution: WorkflowExecutionDescription) -> tuple[str, str]:
    """The first of the runs that handed over to one another, and the one that runs."""
    return execution.raw_description.workflow_execution_info.first_run_id, execution.run_id


def is_case(execution: WorkflowExecution, task_queue: str) -> bool:
    """Whether it is a case of the installation: anybody who reaches the engine can start something else under a case's id."""
    return execution.task_queue == task_queue and execution.workflow_type in CASE_TYPES
