"""Bringing back a case whose run was ended from outside, or fails again and again: by an administrator, or by the morning round.

The store says where it stood. A new run begins there, with the same turns, clocks and answers; what was under way is
done again under the same numbers, which the store knows: nothing is paid or told twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from adapters.store.audit.chain import append
from adapters.store.cases.act_answers import is_open
from adapters.store.cases.ended_cases import runs_of, steps_done
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.writing import transaction
from audit.running_workflows import PROBLEMS, is_case, runs_seen
from commands.cases.beginning import begun_at_the_door
from commands.cases.retracing import NothingKeptError, Retraced, retrace
from commands.dry_run.replayed_case import ReplayFailed
from domain.case.acts.act import Act
from domain.case.authenticity.acts import certified
from domain.case.authenticity.authenticator import Keyring
from domain.case.identifiers import workflow_id
from domain.case.record.steps import Progress
from domain.errors import CaseClosed, NotAllowed, NotFound, WrongStage

REASON: Final = "办理流程被中断，由系统管理员恢复"
RPC_TIMEOUT: Final = timedelta(seconds=8)
ANSWER_SECONDS: Final = 20.0
"""How long the answer of an act that is done again is waited for, and that a new run has proven itself."""
PAUSE_SECONDS: Final = 0.1


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restoring:
    """What brings cases back.

    Attributes:
        engine: the store.
        client: connected.
        task_queue: of the installation.
        keyring: makes the authenticators of what is sent again.
    """

    engine: Engine
    client: Client
    task_queue: str
    keyring: Keyring

    async def bring_back(self, case_number: str, by: str, party: str = "") -> str:
        """Have a case go on where the store says that it stands, with a link of its chain; the id of the new run.

        Of two who do so at once one is refused: the run that was seen is ended, no other, and a new one begins only where none runs.

        Args:
            case_number: of the case.
            by: account id of who asks for it, ``command-line``, or ``system``.
            party: in which role.

        Raises:
            CaseClosed: by the store it has ended, or was never taken up.
            NotFound: the store has nothing of its way, or today's code does not follow it.
            WrongStage: it runs well.
            NotAllowed: the new run was refused as one that the door did not begin.
            RPCError: Temporal does not answer.
        """
        if not await asyncio.to_thread(is_open, self.engine, case_number):
            raise CaseClosed.of()
        failing = await self._failing(case_number)
        retraced = await asyncio.to_thread(_retraced, self.engine, case_number)
        if failing is not None:  # only now, since what cannot be walked again is better left as it is
            await failing.terminate(REASON, rpc_timeout=RPC_TIMEOUT)
            retraced = await asyncio.to_thread(_retraced, self.engine, case_number)
        try:
            run = await self._begin(case_number, retraced)
        except WorkflowAlreadyStartedError as other:
            raise _runs(case_number) from other
        await self._see_that_it_goes_on(case_number, run)
        await asyncio.to_thread(_written_down, self.engine, case_number, by, party, run)
        return run

    async def _failing(self, case_number: str) -> WorkflowHandle[Any, Any] | None:
        """The run that fails again and again, or is none of a case and bears its id; None where there is none that runs.

        Raises:
            WrongStage: it runs well.
        """
        handle = self.client.get_workflow_handle(workflow_id(case_number))
        try:
            seen = await handle.describe(rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise
        if seen.status is not WorkflowExecutionStatus.RUNNING:
            return None
        known = await asyncio.to_thread(_known_runs, self.engine, case_number)
        if (
            known == runs_seen(seen)
            and is_case(seen, self.task_queue)
            and not seen.typed_search_attributes.get(PROBLEMS, ())
        ):
            raise _runs(case_number)
        return self.client.get_workflow_handle(handle.id, run_id=seen.run_id)

    async def _begin(self, case_number: str, retraced: Retraced) -> str:
        """A run of its own; what was begun and not answered comes with it first."""
        plan, kind = retraced.given.plan, retraced.workflow
        given = await asyncio.to_thread(begun_at_the_door, self.engine, self.keyring, kind, retraced.given)
        options: dict[str, Any] = {
            "id": workflow_id(case_number),
            "task_queue": self.task_queue,
            "id_conflict_policy": WorkflowIDConflictPolicy.FAIL,
            "id_reuse_policy": WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            "static_summary": f"{plan.number} {plan.name} · {case_number}",
        }
        first, *others = retraced.unanswered or (None,)
        if first is None:
            begun = await self.client.start_workflow(kind, given, rpc_timeout=RPC_TIMEOUT, **options)
            return str(begun.first_execution_run_id)
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(kind, given, **options)
        start._workflow_handle.add_done_callback(lambda kept: kept.cancelled() or kept.exception())
        update = self.client.execute_update_with_start_workflow
        await self._send(case_number, first, update, start_workflow_operation=start)
        handle = self.client.get_workflow_handle(workflow_id(case_number))
        for act in others:
            await self._send(case_number, act, handle.execute_update)
        return runs_seen(await handle.describe(rpc_timeout=RPC_TIMEOUT))[0]

    async def _see_that_it_goes_on(self, case_number: str, run: str) -> None:
        """A run proves what it begins with in its first task; where no worker does that in time, nothing can be said.

        Raises:
            NotAllowed: it did not hold.
        """
        handle = self.client.get_workflow_handle(workflow_id(case_number), run_id=run)
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                while (await asyncio.to_thread(_known_runs, self.engine, case_number))[0] != run:
                    seen = await handle.describe(rpc_timeout=RPC_TIMEOUT)
                    if seen.status is WorkflowExecutionStatus.FAILED:
                        raise NotAllowed(
                            f"案件 {case_number} 没有恢复：新的流程未通过真实性校验。",
                            why="恢复所用的鉴别密钥与办理服务的不一致，或者案件在恢复期间又有新的进展。",
                            remedy="请核对各服务的鉴别密钥（DUIXIAN_ACT_KEYS）是否一致，再恢复一次。",
                        )
                    await asyncio.sleep(PAUSE_SECONDS)

    async def _send(
        self, case_number: str, act: Act, call: Callable[..., Awaitable[Any]], **options: Any
    ) -> None:
        """Do an act again that was begun; whoever sent it gets its answer by asking again.

        It was proven when it came first, perhaps with a key that is there no more.
        """
        sent = certified(self.keyring, case_number, act, datetime.now(UTC))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await call(act.kind, sent, id=act.id, result_type=Progress, **options)
        except (TimeoutError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError):
            return  # it is still under way, or was refused, as it would have been


def _runs(case_number: str) -> WrongStage:
    return WrongStage(
        f"案件 {case_number} 的流程没有被中断，不需要恢复。",
        why="只能恢复在办理之外被终止、取消、删除或者超时的流程，和任务反复失败的流程。",
        remedy="请运行对账，核对案件与流程的阶段。",
    )


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
        log.error("case %s could not be walked again: %s", case_number, type(lost).__name__)
        raise NotFound(
            f"案件 {case_number} 的办理记录与现在的办理程序不符，不能自动恢复。",
            why="现在的程序按已登记的记录走不到同一步骤。",
            remedy="请用办理该案件时的程序版本恢复，或者从备份恢复流程引擎的数据库，再运行对账。",
        ) from lost


def _known_runs(engine: Engine, case_number: str) -> tuple[str, str]:
    with open_session(engine) as session:
        return runs_of(session, case_number) or ("", "")


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
