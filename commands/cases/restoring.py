"""Bringing back a case whose run was ended from outside, or fails again and again: by an administrator, or by the morning round.

The store says where it stood. A new run begins there, with the same turns, clocks and answers; what was under way is
done again under the same numbers, which the store knows: nothing is paid or told twice.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
)
from temporalio.common import SearchAttributeKey, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from adapters.store.audit.chain import append
from adapters.store.cases.act_answers import is_open
from adapters.store.cases.ended_cases import steps_done
from adapters.store.reach import Engine
from adapters.store.writing import transaction
from commands.cases.retracing import NothingKeptError, Retraced, retrace
from commands.dry_run.replayed_case import ReplayFailed
from domain.case.acts.act import Act
from domain.case.identifiers import workflow_id
from domain.case.record.steps import Progress
from domain.errors import CaseClosed, NotFound, WrongStage

REASON: Final = "办理流程被中断，由系统管理员恢复"
RPC_TIMEOUT: Final = timedelta(seconds=8)
PROBLEMS: Final = SearchAttributeKey.for_keyword_list("TemporalReportedProblems")


async def bring_back(
    engine: Engine, client: Client, task_queue: str, case_number: str, by: str, party: str = ""
) -> str:
    """Have a case go on where the store says that it stands, with a link of its chain; the id of the new run.

    Args:
        engine: the store.
        client: connected.
        task_queue: of the installation.
        case_number: of the case.
        by: account id of who asks for it, ``command-line``, or ``system``.
        party: in which role.

    Raises:
        CaseClosed: by the store it has ended, or was never taken up.
        NotFound: the store has nothing of its way, or today's code does not follow it.
        WrongStage: it runs well.
        RPCError: Temporal does not answer.
    """
    if not await asyncio.to_thread(is_open, engine, case_number):
        raise CaseClosed.of()
    if await _runs_well(client, case_number):
        raise WrongStage(
            f"案件 {case_number} 的流程没有被中断，不需要恢复。",
            why="只能恢复在办理之外被终止、取消、删除或者超时的流程，和任务反复失败的流程。",
            remedy="请运行对账，核对案件与流程的阶段。",
        )
    retraced = await asyncio.to_thread(_retraced, engine, case_number)
    run = await _begin(client, task_queue, case_number, retraced)
    await asyncio.to_thread(_written_down, engine, case_number, by, party, run)
    return run


async def _runs_well(client: Client, case_number: str) -> bool:
    try:
        seen = await client.get_workflow_handle(workflow_id(case_number)).describe(rpc_timeout=RPC_TIMEOUT)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    fails = bool(seen.typed_search_attributes.get(PROBLEMS, ()))
    return seen.status is WorkflowExecutionStatus.RUNNING and not fails


def _retraced(engine: Engine, case_number: str) -> Retraced:
    try:
        return retrace(case_number, steps_done(engine, case_number))
    except NothingKeptError as nothing:
        raise NotFound(
            f"案件 {case_number} 没有可以恢复的办理记录。",
            why="流程被中断时尚未开始办理。",
            remedy="请由申请单位重新提交申请。",
        ) from nothing
    except ReplayFailed as lost:
        raise NotFound(
            f"案件 {case_number} 的办理记录与现在的办理程序不符，不能自动恢复。",
            why=str(lost),
            remedy="请用办理该案件时的程序版本恢复，或者从备份恢复流程引擎的数据库，再运行对账。",
        ) from lost


async def _begin(client: Client, task_queue: str, case_number: str, retraced: Retraced) -> str:
    """A run in the place of whatever is left of the one before; what was begun and not answered comes with it first."""
    plan = retraced.given.plan
    options: dict[str, Any] = {
        "id": workflow_id(case_number),
        "task_queue": task_queue,
        "id_conflict_policy": WorkflowIDConflictPolicy.TERMINATE_EXISTING,
        "id_reuse_policy": WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        "static_summary": f"{plan.number} {plan.name} · {case_number}",
    }
    first, *others = retraced.unanswered or (None,)
    if first is None:
        handle = await client.start_workflow(
            retraced.workflow, retraced.given, rpc_timeout=RPC_TIMEOUT, **options
        )
        return str(handle.first_execution_run_id)
    await _end_what_runs(client, case_number)
    options["id_conflict_policy"] = WorkflowIDConflictPolicy.FAIL
    start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        retraced.workflow, retraced.given, **options
    )
    await _sent(client.execute_update_with_start_workflow, first, start_workflow_operation=start)
    handle = await start.workflow_handle()
    for act in others:
        await _sent(handle.execute_update, act)
    return str(handle.first_execution_run_id)


async def _end_what_runs(client: Client, case_number: str) -> None:
    try:
        await client.get_workflow_handle(workflow_id(case_number)).terminate(REASON, rpc_timeout=RPC_TIMEOUT)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise


async def _sent(call: Any, act: Act, **options: Any) -> None:
    """Do an act again that was begun; whoever sent it gets its answer by asking again."""
    try:
        await call(act.kind, act, id=act.id, result_type=Progress, **options)
    except WorkflowUpdateFailedError:
        return  # it was refused, as it would have been


def _written_down(engine: Engine, case_number: str, by: str, party: str, run: str) -> None:
    with transaction(engine) as session:
        append(
            session,
            chain=case_number,
            at=datetime.now(UTC),
            actor=by,
            party=party,
            action="case:restored",
            subject=run,
        )
