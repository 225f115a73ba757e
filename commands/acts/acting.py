"""Acts: each an Update of the case's workflow, with the act's id as the Update's id, so that it happens once."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from temporalio.client import WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from adapters.store.cases.act_answers import first_answer, is_open
from adapters.temporal.sending import ActSending, CasesAway, CaseSilent
from adapters.temporal.starting import RPC_TIMEOUT
from audit.running_workflows import is_case
from commands.acts.form import Asked
from commands.acts.preparing import prepare
from commands.acts.references import undone_when_refused
from commands.acts.registry import maker_of
from commands.acts.reopening import opening_of
from commands.cases.beginning import begun_at_the_door, is_of_the_door
from commands.temporal_link import OutcomeUnknown, TemporalAway
from commands.wiring import Wiring
from domain.case.acts.act import Act
from domain.case.acts.filing import File
from domain.case.identifiers import workflow_id
from domain.case.record.plan import CasePlan
from domain.case.record.progress import CaseInput
from domain.case.record.steps import Progress


class Acting:
    """Carries acts from HTTP to the cases."""

    def __init__(self, wired: Wiring) -> None:
        self._wired = wired

    async def act(self, wanted: Asked) -> Progress:
        """Do one act.

        Args:
            wanted: what is asked for.

        Raises:
            Refusal: by the checks or by the case; what was laid down for the act is taken back.
            OutcomeUnknown: the answer did not come in time.
        """
        laid_down: list[str] = []
        async with undone_when_refused(self._wired.engine, laid_down, maker_of(wanted.act).take_back):
            found = await asyncio.to_thread(prepare, self._wired, wanted, laid_down)
            if isinstance(found, Progress):
                return found
            return await self.deliver(wanted.case_number, found)

    async def deliver(self, case_number: str, act: Act) -> Progress:
        """Bring an act to its case, which is taken up again where the act may do that."""
        return await (self.reopen if act.rules.opens_ended else self.send)(case_number, act)

    async def send(self, case_number: str, act: Act) -> Progress:
        """Send an act to its case."""
        client = await self._wired.temporal.client()
        handle = client.get_workflow_handle(workflow_id(case_number))
        return await self._answer_of(case_number, act, handle.execute_update)

    async def reopen(self, case_number: str, act: Act) -> Progress:
        """Send an act to its case; to one that has ended, together with the start of a new run under its id."""
        begun = await asyncio.to_thread(opening_of, self._wired.engine, case_number, act)
        if begun is None:
            return await self.send(case_number, act)
        reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE
        return await self._begin(begun.kind, begun.given, reuse, begun.summary, act)

    async def file(self, plan: CasePlan, act: File) -> Progress:
        """Start the case and file it in one message; a repeated one gets the first answer."""
        summary = f"{plan.number} {plan.name} · {plan.case_number}"
        reuse = (
            WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY
        )  # somebody may have ended it before it began
        try:
            return await self._begin(plan.code, CaseInput(plan=plan), reuse, summary, act)
        except OutcomeUnknown:
            await self._make_room(plan.case_number)
            raise

    async def _make_room(self, case_number: str) -> None:
        """End what runs under the id of a case and is none, so that the filing goes through when it is repeated."""
        client = await self._wired.temporal.client()
        handle = client.get_workflow_handle(workflow_id(case_number))
        with suppress(RPCError):
            seen = await handle.describe(rpc_timeout=RPC_TIMEOUT)
            is_ours = is_case(seen, self._wired.settings.task_queue)
            if not (is_ours and await is_of_the_door(client, self._wired.keyring, seen)):
                other = client.get_workflow_handle(seen.id, run_id=seen.run_id)
                await other.terminate("这不是本系统启动的案件流程", rpc_timeout=RPC_TIMEOUT)

    async def _begin(
        self, kind: str, case: CaseInput, reuse: WorkflowIDReusePolicy, summary: str, act: Act
    ) -> Progress:
        """Start a workflow under the case's id with its first act; a running one just gets the act."""
        client = await self._wired.temporal.client()
        wired = self._wired
        begun = await asyncio.to_thread(begun_at_the_door, wired.engine, wired.keyring, kind, case)
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            kind,
            begun,
            id=workflow_id(case.plan.case_number),
            task_queue=self._wired.settings.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            # Before a case's first step, whatever ended under its id was nothing of ours.
            id_reuse_policy=reuse if begun.steps_before else WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=summary,
        )
        # The SDK keeps a failure in the operation as well; nobody else looks at it there.
        start._workflow_handle.add_done_callback(lambda kept: kept.cancelled() or kept.exception())
        return await self._answer_of(
            case.plan.case_number,
            act,
            client.execute_update_with_start_workflow,
            start_workflow_operation=start,
        )

    async def _answer_of(
        self, case_number: str, act: Act, call: Callable[..., Any], **options: Any
    ) -> Progress:
        """Make the call and tell its four ends apart: done, refused, away, not known."""
        sending = ActSending(
            self._wired.keyring,
            partial(first_answer, self._wired.engine),
            partial(is_open, self._wired.engine),
            self._wired.settings.act_timeout_seconds,
        )
        try:
            return await sending.answer_of(case_number, act, call, **options)
        except CaseSilent as late:
            raise OutcomeUnknown(f"“{act.label}”已提交，结果尚未返回。") from late
        except CasesAway as away:
            raise TemporalAway(str(away)) from away
