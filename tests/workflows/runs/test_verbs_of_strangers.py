"""Who reaches the engine can ask our task queue for whatever he likes: a verb of a case is done for the case's own run alone."""

import asyncio
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import (
    WorkflowFailureError,
)
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters.store.cases.ended_cases import runs_of, steps_done
from adapters.store.engine import open_session
from audit.reconciliation import compare_cases
from audit.running_workflows import RunningWorkflows
from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.ledger.differences import DifferenceKind
from tests.workflows.office import Office
from tests.workflows.runs.test_runs_of_strangers import ONE_OFF, again, restoring


@workflow.defn(name="asker")
class Asker:
    """A workflow of somebody who has a verb done on our task queue."""

    @workflow.run
    async def run(self, verb: str, task_queue: str, asked: dict[str, Any]) -> None:
        """Ask, and wait for a few seconds."""
        await workflow.execute_activity(
            verb, asked, task_queue=task_queue, schedule_to_close_timeout=timedelta(seconds=4)
        )


async def test_no_verb_is_done_for_a_run_that_is_not_the_cases_own(office: Office) -> None:
    """Neither a step, nor the check that would make a stranger's run a known one."""
    asked: dict[str, Frozen] = {}
    office.before("enter_stage", partial(asked.__setitem__, "enter_stage"))
    office.before("check_beginning", partial(asked.__setitem__, "check_beginning"))
    case = await office.file(ONE_OFF)
    number, before = case.plan.case_number, await case.progress()
    async with Worker(
        office.client, task_queue="strangers", workflows=[Asker], workflow_runner=UnsandboxedWorkflowRunner()
    ):
        for verb, request in tuple(asked.items()):
            content = request.model_dump(mode="json") | {"seq": before.seq + 1, "run": "x", "first_run": "x"}
            with pytest.raises(WorkflowFailureError):
                await office.client.execute_workflow(
                    "asker",
                    args=[verb, office.task_queue, content],
                    id=uuid.uuid4().hex,
                    task_queue="strangers",
                )
    done = await asyncio.to_thread(steps_done, office.engine, number)
    assert [step.seq for step in done] == [before.seq]
    with open_session(office.engine) as session:
        assert runs_of(session, number) == ((await case.handle.describe()).run_id,) * 2


async def test_a_case_that_was_reset_is_seen_and_brought_back(office: Office) -> None:
    """The engine's reset begins a run that the store does not know: no verb is done for it."""
    case = await office.file(ONE_OFF)
    await case.walk(Stage.SIGN_OFF)
    number, before = case.plan.case_number, await case.progress()
    events = (await case.handle.fetch_history()).events
    tasks = [each.event_id for each in events if each.HasField("workflow_task_completed_event_attributes")]
    await office.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=office.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=case.handle.id),
            workflow_task_finish_event_id=tasks[3],
            request_id=uuid.uuid4().hex,
            reset_reapply_exclude_types=[ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE],
        ),
        retry=True,
    )
    workflows = RunningWorkflows(office.client, office.task_queue)
    found: list[DifferenceKind] = []
    async with asyncio.timeout(30):
        while found != [DifferenceKind.WORKFLOW_MISSING]:  # the list may be a moment late
            differences = await compare_cases(office.engine, workflows, pause_seconds=0.2)
            found = [each.kind for each in differences if each.case_number == number]
    await restoring(office).bring_back(number, "command-line")
    case = again(office, case)
    assert await case.progress() == before
    await case.walk(Stage.PUBLIC_NOTICE)
