"""Asking that a refused case be judged again, as the API begins it."""

from typing import Any

from temporalio.client import WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from adapters.store.cases.reconsiderations import case_to_reconsider
from domain.case.identifiers import workflow_id
from domain.case.record.progress import CaseOutcome
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from tests.workflows.walked_case import WalkedCase

REASON = "审计报告已补充，建设投资额属实。"


async def ask_again(case: WalkedCase, **content: Any) -> Progress:
    """Request a reconsideration; from now on other people than before act for every office."""
    act = case.make("request_reconsideration", "applicant", **{"reason": REASON, **content})
    begun = case_to_reconsider(case.office.engine, case.plan.case_number)
    assert begun is not None
    start: WithStartWorkflowOperation[Any, CaseOutcome] = WithStartWorkflowOperation(
        case.plan.code,
        begun,
        id=workflow_id(case.plan.case_number),
        task_queue=case.office.task_queue,
        result_type=CaseOutcome,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    answer: Progress = await case.office.client.execute_update_with_start_workflow(
        act.kind, act, id=act.id, start_workflow_operation=start, result_type=Progress
    )
    case.shift = "-second"
    return answer


async def refuse(case: WalkedCase) -> None:
    """Walk to the lead review and be refused there."""
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("review", decision="reject", reason="投资额证据不足。")
