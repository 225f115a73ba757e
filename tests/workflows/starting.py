"""A case that has ended is taken up again: a new run under its workflow id, begun together with its first act."""

from typing import Any

from temporalio.client import WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from domain.case.acts.act import Act
from domain.case.identifiers import workflow_id
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.steps import Progress
from tests.workflows.walked_case import WalkedCase


async def start_with(case: WalkedCase, kind: str, given: CaseInput, act: Act) -> Progress:
    """Begin a run with its first act, as the API does it."""
    start: WithStartWorkflowOperation[Any, CaseOutcome] = WithStartWorkflowOperation(
        kind,
        case.office.begun(kind, given),
        id=workflow_id(case.plan.case_number),
        task_queue=case.office.task_queue,
        result_type=CaseOutcome,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    answered: Progress = await case.office.client.execute_update_with_start_workflow(
        act.kind, case.certified(act), id=act.id, start_workflow_operation=start, result_type=Progress
    )
    return answered
