"""Acts: each an Update of the case's workflow, with the act's id as the Update's id, so that it happens once."""

import asyncio
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from temporalio.client import (
    RPCTimeoutOrCancelledError,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from adapters.store.act_answers import KeptAct, kept_act
from adapters.store.case_reading import CaseRecord, read_case
from adapters.store.ended_cases import ended_case
from api.caller import Caller
from api.keys import digest_of
from api.problems import OutcomeUnknown
from api.sight import find_case, is_on_notice, is_own, sees
from api.temporal_link import TemporalAway
from api.wiring import Wiring
from domain.case.act import Act
from domain.case.acts import File
from domain.case.identifiers import act_id, workflow_id
from domain.case.plan import CasePlan
from domain.case.progress import CaseInput
from domain.case.roles import Actor, Role
from domain.case.steps import Progress
from domain.errors import CaseClosed, NotAllowed, Refusal, RefusalFacts, Repeated

ActMaker = Callable[[CaseRecord, dict[str, Any]], Act]
"""Checks the content against the case and makes the act from the parts that every act carries."""

_AWAY = frozenset({RPCStatusCode.UNAVAILABLE, RPCStatusCode.RESOURCE_EXHAUSTED, RPCStatusCode.INTERNAL})
_LATE = frozenset({RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED})
_SPARE_SECONDS = 2.0


class Acting:
    """Carries acts from HTTP to the cases."""

    def __init__(self, wired: Wiring) -> None:
        self._wired = wired

    async def act(
        self,
        caller: Caller,
        roles: Collection[Role],
        case_number: str,
        key: str,
        asked: tuple[str, Any],
        make: ActMaker,
        *,
        only_lead: bool = False,
        open_to_public: bool = False,
        reopens: bool = False,
    ) -> Progress:
        """Do one act.

        Args:
            caller: who asks.
            roles: those in one of which the caller acts.
            case_number: the case.
            key: idempotency key.
            asked: route and body, for the digest.
            make: checks and makes the act.
            only_lead: only the lead department may.
            open_to_public: who does not see the case may act while it is on public notice.
            reopens: a case that has ended is taken up again with this act.

        Raises:
            Refusal: by the checks or by the case.
            OutcomeUnknown: the answer did not come in time.
        """
        actor = caller.actor(roles)
        identifier = act_id(caller.account, case_number, key)
        digest = digest_of(*asked)
        found = await asyncio.to_thread(
            self._prepare,
            caller,
            actor,
            case_number,
            identifier,
            digest,
            make,
            only_lead,
            open_to_public,
            reopens,
        )
        if isinstance(found, Progress):
            return found
        return await (self.reopen if reopens else self.send)(case_number, found)

    def _prepare(
        self,
        caller: Caller,
        actor: Actor,
        case_number: str,
        identifier: str,
        digest: str,
        make: ActMaker,
        only_lead: bool,
        open_to_public: bool,
        reopens: bool,
    ) -> Act | Progress:
        """Find the first answer, or check the case and make the act."""
        engine = self._wired.engine
        first = answered(kept_act(engine, identifier), digest)
        if first is not None:
            return first
        case = find_case(read_case(engine, case_number, whole=False), case_number)
        if not (sees(caller, case) or (open_to_public and is_on_notice(case))):
            find_case(None, case_number)
        if actor.role is Role.APPLICANT and not (is_own(caller, case) or open_to_public):
            find_case(None, case_number)  # whoever has several roles applies for the own unit alone
        if case.final and not reopens:
            raise closed(case.stage)
        if only_lead and actor.party != case.lead:
            raise NotAllowed("只有牵头部门可以办理此事项。", remedy="请联系牵头部门。")
        return make(case, {"id": identifier, "by": actor, "digest": digest})

    async def send(self, case_number: str, act: Act) -> Progress:
        """Send an act to its case."""
        client = await self._wired.temporal.client()
        handle = client.get_workflow_handle(workflow_id(case_number))
        return await self._answer_of(act, handle.execute_update, act.kind, act)

    async def reopen(self, case_number: str, act: Act) -> Progress:
        """Send an act to its case; to one that has ended, together with the start of a new run under its id."""
        begun = await asyncio.to_thread(ended_case, self._wired.engine, case_number)
        if begun is None:
            return await self.send(case_number, act)
        reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE
        return await self._begin("recovery", begun, reuse, f"追回 · {case_number}", act)

    async def file(self, plan: CasePlan, act: File) -> Progress:
        """Start the case and file it in one message; a repeated one gets the first answer."""
        summary = f"{plan.number} {plan.name} · {plan.case_number}"
        reuse = WorkflowIDReusePolicy.REJECT_DUPLICATE
        return await self._begin(plan.code, CaseInput(plan=plan), reuse, summary, act)

    async def _begin(
        self, kind: str, case: CaseInput, reuse: WorkflowIDReusePolicy, summary: str, act: Act
    ) -> Progress:
        """Start a workflow under the case's id with its first act; a running one just gets the act."""
        client = await self._wired.temporal.client()
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            kind,
            case,
            id=workflow_id(case.plan.case_number),
            task_queue=self._wired.settings.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=reuse,
            static_summary=summary,
        )
        # The SDK keeps a failure in the operation as well; nobody else looks at it there.
        start._workflow_handle.add_done_callback(lambda kept: kept.cancelled() or kept.exception())
        return await self._answer_of(
            act, client.execute_update_with_start_workflow, act.kind, act, start_workflow_operation=start
        )

    async def _answer_of(self, act: Act, call: Callable[..., Any], *content: Any, **options: Any) -> Progress:
        """Make the call and tell its four ends apart: done, refused, away, not known."""
        seconds = self._wired.settings.act_timeout_seconds
        limit = timedelta(seconds=seconds)
        try:
            async with asyncio.timeout(seconds + _SPARE_SECONDS):
                answer = await call(*content, id=act.id, result_type=Progress, rpc_timeout=limit, **options)
        except WorkflowUpdateFailedError as failed:
            return await self._refused(act, failed)
        except WorkflowAlreadyStartedError as over:  # it has ended, and the act is not its first one
            raise closed("") from over
        except (TimeoutError, RPCTimeoutOrCancelledError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
            return await self._late(act, late)
        except RPCError as error:
            return await self._not_sent(act, error)
        assert isinstance(answer, Progress)  # noqa: S101 - asked for as result_type
        return answer

    async def _refused(self, act: Act, failed: WorkflowUpdateFailedError) -> Progress:
        first = await asyncio.to_thread(kept_act, self._wired.engine, act.id)
        if first is not None:
            return first.progress
        raise refusal_of(failed) from failed

    async def _late(self, act: Act, late: BaseException) -> Progress:
        first = await asyncio.to_thread(kept_act, self._wired.engine, act.id)
        if first is not None:
            return first.progress
        raise OutcomeUnknown(f"“{act.label}”已提交,结果尚未返回。") from late

    async def _not_sent(self, act: Act, error: RPCError) -> Progress:
        first = await asyncio.to_thread(kept_act, self._wired.engine, act.id)
        if first is not None:
            return first.progress
        if error.status in _LATE:
            raise OutcomeUnknown(f"“{act.label}”已提交,结果尚未返回。") from error
        if error.status in (RPCStatusCode.NOT_FOUND, RPCStatusCode.ALREADY_EXISTS):
            raise closed("") from error
        if error.status not in _AWAY:
            raise error
        raise TemporalAway(error.message) from error


def answered(first: KeptAct | None, digest: str) -> Progress | None:
    """The first answer of an act that was done before.

    Raises:
        Repeated: the same key was used for something else.
    """
    if first is None:
        return None
    if first.digest != digest:
        raise Repeated(
            "同一 Idempotency-Key 已用于另一项内容不同的办理。", remedy="请使用新的 Idempotency-Key。"
        )
    return first.progress


def closed(stage: str) -> CaseClosed:
    """The case has ended."""
    told = f"({stage})" if stage else ""
    return CaseClosed(f"案件已结束{told},不能再办理。", remedy="如需继续享受政策,可以重新提交申请。")


def refusal_of(failed: WorkflowUpdateFailedError) -> Exception:
    """The refusal that a case answered with."""
    cause = failed.cause
    if isinstance(cause, ApplicationError):
        if cause.type == "AcceptedUpdateCompletedWorkflow":
            return closed("")
        if cause.details:
            try:
                return Refusal.from_facts(RefusalFacts.model_validate(cause.details[0]))
            except ValidationError:
                return failed
    return failed
