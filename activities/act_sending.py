"""Sending an act to its case, and telling the four ends of that apart: done, refused, away, not known.

An act is an Update of the case's workflow with the act's id as the Update's id, so it happens once however often it is
sent. A case that has ended, or was asked long ago, answers from the store.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from pydantic import ValidationError
from temporalio.client import (
    Client,
    RPCTimeoutOrCancelledError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from adapters.store.cases.act_answers import kept_act
from adapters.store.reach import Engine
from domain.case.act import Act
from domain.case.identifiers import workflow_id
from domain.case.record.steps import Progress
from domain.errors import CaseClosed, Refusal, RefusalFacts

_AWAY: Final = frozenset(
    {RPCStatusCode.UNAVAILABLE, RPCStatusCode.RESOURCE_EXHAUSTED, RPCStatusCode.INTERNAL}
)
_LATE: Final = frozenset({RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED})
_GONE: Final = frozenset({RPCStatusCode.NOT_FOUND, RPCStatusCode.ALREADY_EXISTS})
_SPARE_SECONDS: Final = 2.0


class CasesAway(Exception):
    """Temporal cannot be reached; the act was not taken, or has left no trace yet."""


class CaseSilent(Exception):
    """The act was sent and its answer did not come in time: it may yet be done."""


class ActSending:
    """Carries acts to the cases.

    Args:
        engine: the store, which keeps the first answer of every act.
        seconds: how long an answer is waited for.
    """

    def __init__(self, engine: Engine, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds

    async def send(self, client: Client, case_number: str, act: Act) -> Progress:
        """Send an act to its case, which must run. Repeated, it gives the first answer.

        Raises:
            Refusal: by the case, or because it has ended.
            CaseSilent: the answer did not come in time.
            CasesAway: Temporal cannot be reached.
        """
        handle = client.get_workflow_handle(workflow_id(case_number))
        return await self.answer_of(act, handle.execute_update, act.kind, act)

    async def answer_of(self, act: Act, call: Callable[..., Any], *content: Any, **options: Any) -> Progress:
        """Make a call that sends an act, and tell its ends apart.

        Raises:
            Refusal: by the case, or because it has ended.
            CaseSilent: the answer did not come in time.
            CasesAway: Temporal cannot be reached.
        """
        limit = timedelta(seconds=self._seconds)
        try:
            async with asyncio.timeout(self._seconds + _SPARE_SECONDS):
                answer = await call(*content, id=act.id, result_type=Progress, rpc_timeout=limit, **options)
        except WorkflowUpdateFailedError as failed:
            return await self._first_or(act, refusal_of(failed), failed)
        except WorkflowAlreadyStartedError as over:  # it has ended, and the act is not its first one
            raise closed("") from over
        except (TimeoutError, RPCTimeoutOrCancelledError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
            _go_when_cancelled(late)
            return await self._first_or(act, CaseSilent(act.id), late)
        except RPCError as error:
            return await self._first_or(act, _meaning_of(act, error), error)
        assert isinstance(answer, Progress)  # noqa: S101 - asked for as result_type
        return answer

    async def _first_or(self, act: Act, otherwise: Exception, cause: BaseException) -> Progress:
        """The first answer of an act that was done before; otherwise what went wrong."""
        first = await asyncio.to_thread(kept_act, self._engine, act.id)
        if first is not None:
            return first.progress
        if otherwise is cause:
            raise otherwise
        raise otherwise from cause


def _go_when_cancelled(late: BaseException) -> None:
    """The SDK tells a cancellation of the caller as a late answer; it is none."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from late


def _meaning_of(act: Act, error: RPCError) -> Exception:
    if error.status in _LATE:
        return CaseSilent(act.id)
    if error.status in _GONE:
        return closed("")
    return CasesAway(error.message) if error.status in _AWAY else error


def refusal_of(failed: WorkflowUpdateFailedError) -> Exception:
    """The refusal that a case answered with; the failure itself when it is none."""
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


def closed(stage: str) -> CaseClosed:
    """The case has ended."""
    told = f"（{stage}）" if stage else ""
    return CaseClosed(f"案件已结束{told}，不能再办理。", remedy="如需继续享受政策，可以重新提交申请。")
