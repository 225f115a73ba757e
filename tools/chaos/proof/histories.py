"""Every history replays: nothing that happened let a run go a way that its code does not go again."""

from collections.abc import AsyncIterator

from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from adapters.settings import Settings
from tools.chaos.proof.findings import Findings, Wrong
from workflows.registry import WORKFLOWS, runner


async def check_histories(client: Client, settings: Settings, findings: Findings) -> int:
    """Replay the history of every run of the installation, those that have ended as well; how many there are."""
    replayer = Replayer(workflows=WORKFLOWS, workflow_runner=runner(), data_converter=pydantic_data_converter)
    count = 0

    async def histories() -> AsyncIterator[WorkflowHistory]:
        nonlocal count
        runs = client.list_workflows(f"TaskQueue = '{settings.task_queue}'")
        async for history in runs.map_histories():
            count += 1
            yield history

    async with replayer.workflow_replay_iterator(histories()) as results:
        async for result in results:
            if result.replay_failure is not None:
                told = f"the history of {result.history.workflow_id} does not replay: {result.replay_failure}"
                findings.add(Wrong.STUCK, told)
    return count
