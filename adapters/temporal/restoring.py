"""Bringing back a case whose run was ended from outside: the server begins it anew from the history that it kept.

The new run replays what the ended one had written down, answers included, and goes on from there with the same tasks and
days. What it had under way is done again with the same numbers, which the store knows: nothing is paid or told twice.
"""

import uuid
from datetime import timedelta
from typing import Any, Final

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, ResetReapplyExcludeType, ResetReapplyType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import workflow_id
from domain.errors import NotFound, WrongStage

REASON: Final = "办理流程被中断，由系统管理员恢复"
FROM_OUTSIDE: Final = frozenset(
    {
        WorkflowExecutionStatus.TERMINATED,
        WorkflowExecutionStatus.CANCELED,
        WorkflowExecutionStatus.TIMED_OUT,
        WorkflowExecutionStatus.FAILED,
    }
)
"""How no case ends by itself."""

RPC_TIMEOUT: Final = timedelta(seconds=8)


async def restore(client: Client, case_number: str) -> str:
    """Begin the run of a case anew that was ended from outside; the id of the new run.

    Raises:
        NotFound: the server has no history of it any more.
        WrongStage: it runs, or has come to its end.
    """
    handle = client.get_workflow_handle(workflow_id(case_number))
    try:
        description = await handle.describe(rpc_timeout=RPC_TIMEOUT)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise NotFound(
                f"流程引擎中已没有案件 {case_number} 的办理记录，不能恢复。",
                why="办理记录已被删除，或者超过了保存期限。",
                remedy="请从备份恢复流程引擎的数据库，再运行对账。",
            ) from error
        raise
    if description.status not in FROM_OUTSIDE:
        raise WrongStage(
            f"案件 {case_number} 的流程没有被中断，不需要恢复。",
            why="只能恢复在办理之外被终止、取消或者超时的流程。",
            remedy="请运行对账，核对案件与流程的阶段。",
        )
    asked = ResetWorkflowExecutionRequest(
        namespace=client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=handle.id, run_id=description.run_id),
        reason=REASON,
        workflow_task_finish_event_id=await _last_task(handle),
        request_id=uuid.uuid4().hex,
        reset_reapply_type=ResetReapplyType.RESET_REAPPLY_TYPE_ALL_ELIGIBLE,
        reset_reapply_exclude_types=[ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_CANCEL_REQUEST],
    )
    begun = await client.workflow_service.reset_workflow_execution(asked, retry=True, timeout=RPC_TIMEOUT)
    return str(begun.run_id)


async def _last_task(handle: WorkflowHandle[Any, Any]) -> int:
    """The number of the last event with which a task was completed that did not end the run, nor heard that it is cancelled.

    Raises:
        NotFound: there is none.
    """
    found = before = 0
    async for event in handle.fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED:
            break
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            found, before = event.event_id, found
        elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED:
            found = before
    if not found:
        raise NotFound(
            "流程被中断时尚未开始办理，没有可以恢复的位置。",
            why="只能恢复到已经完成的一步。",
            remedy="请从备份恢复流程引擎的数据库，再运行对账。",
        )
    return found
