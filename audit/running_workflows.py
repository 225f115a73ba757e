"""What Temporal says of the cases: which workflows run, and where each says that its case stands."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import case_number_of, workflow_id
from domain.case.record.steps import Progress
from domain.ledger.workflow_agreement import SeenWorkflow

AT_ONCE = 16
"""Queries under way; a worker answers a few hundred a second."""

ANSWER_WITHIN = timedelta(seconds=5)
"""A case whose history must be replayed first answers within a second."""

PATIENCE = 32
"""So many without an answer in a row: nobody answers, and the rest is not asked."""

NOT_ASKED = "没有执行程序应答，未再查询"
PREFIX = workflow_id("")

_ANSWER: Any = Progress | None
"""Nothing before the first step."""

Look = Callable[[str], Awaitable[SeenWorkflow | None]]
"""One look at the workflow of a case."""


class RunningWorkflows:
    """The workflows of one installation.

    Args:
        client: connected.
        task_queue: of the installation; several may share a server.
        answer_within: how long a workflow is waited for.
    """

    def __init__(self, client: Client, task_queue: str, answer_within: timedelta = ANSWER_WITHIN) -> None:
        self._client = client
        self._task_queue = task_queue
        self._answer_within = answer_within
        self._unanswered = 0

    async def numbers(self) -> set[str]:
        """The cases whose workflow runs, as the visibility store has them (a moment late, perhaps)."""
        return {case_number_of(identifier) async for identifier in self._running()}

    async def _running(self) -> AsyncIterator[str]:
        wanted = f"TaskQueue = '{self._task_queue}' AND ExecutionStatus = 'Running'"
        async for execution in self._client.list_workflows(wanted):
            if execution.id.startswith(PREFIX):
                yield execution.id

    async def look_at(self, case_numbers: Iterable[str]) -> dict[str, SeenWorkflow | None]:
        """Ask each whether it runs; some at a time. None: Temporal knows no such workflow."""
        return await self._each(case_numbers, self._described)

    async def ask(self, case_numbers: Collection[str]) -> dict[str, SeenWorkflow | None]:
        """Ask each for its progress; some at a time."""
        self._unanswered = 0
        return await self._each(case_numbers, self._progress)

    async def _each(self, numbers: Iterable[str], look: Look) -> dict[str, SeenWorkflow | None]:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: str) -> tuple[str, SeenWorkflow | None]:
            async with gate:
                return number, await look(number)

        return dict(await asyncio.gather(*(one(number) for number in numbers)))

    async def _described(self, number: str) -> SeenWorkflow | None:
        handle = self._client.get_workflow_handle(workflow_id(number))
        try:
            found = await handle.describe(rpc_timeout=self._answer_within)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise
        return SeenWorkflow(case_number=number, is_open=found.status is WorkflowExecutionStatus.RUNNING)

    async def _progress(self, number: str) -> SeenWorkflow:
        if self._unanswered >= PATIENCE:
            return SeenWorkflow(case_number=number, trouble=NOT_ASKED)
        handle = self._client.get_workflow_handle(workflow_id(number))
        try:
            answer = await handle.query("progress", result_type=_ANSWER, rpc_timeout=self._answer_within)
        except (WorkflowQueryFailedError, RPCError) as error:
            self._unanswered += 1
            return SeenWorkflow(case_number=number, trouble=f"流程没有应答（{_reason(error)}）")
        self._unanswered = 0
        stage, seq = (answer.stage.value, answer.seq) if answer else ("", 0)
        return SeenWorkflow(case_number=number, stage=stage, seq=seq, was_asked=True)


def _reason(error: WorkflowQueryFailedError | RPCError) -> str:
    return error.status.name if isinstance(error, RPCError) else "查询失败"
