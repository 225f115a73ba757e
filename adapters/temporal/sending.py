"""Sending an act to its case, and telling the four ends of that apart: done, refused, away, not known.

An act is an Update of the case's workflow with the act's id as the Update's id, so it happens once however often it is
sent. A case that has ended, or was asked long ago, answers from the store. This is the one place from which acts go to
cases, and where each gets the authenticator that its case asks for.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import random
from time import monotonic
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

from domain.case.acts.act import Act
from domain.case.authenticity.acts import certified
from domain.case.authenticity.authenticator import Keyring
from domain.case.identifiers import workflow_id
from domain.case.record.steps import PASSING, Progress
from domain.errors import CaseBusy, CaseClosed, CaseInterrupted, Refusal, RefusalFacts

_AWAY: Final = frozenset(
    {RPCStatusCode.UNAVAILABLE, RPCStatusCode.RESOURCE_EXHAUSTED, RPCStatusCode.INTERNAL}
)
_LATE: Final = frozenset({RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED})
_GONE: Final = frozenset({RPCStatusCode.NOT_FOUND, RPCStatusCode.ALREADY_EXISTS})
_SPARE_SECONDS: Final = 2.0
_PAUSE_SECONDS: Final = 0.2
_IN_FLIGHT: Final = "in-flight updates"
"""In the server's words when a run has ten Updates that were accepted and are not answered yet."""

FirstAnswer = Callable[[str], Progress | None]
IsOpen = Callable[[str], bool]


class CasesAway(Exception):
    """Temporal cannot be reached; the act was not taken, or has left no trace yet."""


class CaseSilent(Exception):
    """The act was sent and its answer did not come in time: it may yet be done."""


class ActSending:
    """Carries acts to the cases.

    Args:
        keyring: makes the authenticator that each act bears.
        first_answer: finds the first answer of an act in the store; None when it was not done.
        is_open: whether by the store a case has not ended; then somebody has ended its run from outside.
        seconds: how long an answer is waited for.
    """

    def __init__(self, keyring: Keyring, first_answer: FirstAnswer, is_open: IsOpen, seconds: float) -> None:
        self._keyring = keyring
        self._first_answer = first_answer
        self._is_open = is_open
        self._seconds = seconds

    async def send(self, client: Client, case_number: str, act: Act) -> Progress:
        """Send an act to its case, which must run. Repeated, it gives the first answer.

        Raises:
            Refusal: by the case, or because it has ended, or its run was ended from outside.
            CaseSilent: the answer did not come in time.
            CasesAway: Temporal cannot be reached.
        """
        handle = client.get_workflow_handle(workflow_id(case_number))
        return await self.answer_of(case_number, act, handle.execute_update)

    async def answer_of(
        self, case_number: str, act: Act, call: Callable[..., Any], **options: Any
    ) -> Progress:
        """Make a call that sends an act with its authenticator, and tell its ends apart.

        A case that refuses because it is dealing with another act is asked again until it is through with that.

        Raises:
            Refusal: by the case, or because it has ended, or its run was ended from outside.
            CaseSilent: the answer did not come in time.
            CasesAway: Temporal cannot be reached.

        One that has too much in hand at once is asked again too; ``CaseBusy`` is a refusal of its own.
        """
        limit = timedelta(seconds=self._seconds)
        until = monotonic() + self._seconds
        sent = certified(self._keyring, case_number, act, datetime.now(UTC))
        try:
            async with asyncio.timeout(self._seconds + _SPARE_SECONDS):
                answer = await call(
                    act.kind, sent, id=act.id, result_type=Progress, rpc_timeout=limit, **options
                )
        except WorkflowUpdateFailedError as failed:
            left = until - monotonic() - _PAUSE_SECONDS
            if (
                is_passing(failed) and left > _SPARE_SECONDS and not options
            ):  # a start cannot be asked for again
                await asyncio.sleep(_PAUSE_SECONDS)
                return await self._within(left).answer_of(case_number, act, call)
            return await self._first_or(act, refusal_of(failed), failed)
        except WorkflowAlreadyStartedError as over:  # it has ended, and the act is not its first one
            raise await self._ended(case_number) from over
        except (TimeoutError, RPCTimeoutOrCancelledError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
            _go_when_cancelled(late)
            return await self._first_or(act, CaseSilent(act.id), late)
        except RPCError as error:
            left = until - monotonic() - _PAUSE_SECONDS
            if _is_crowded(error) and left > _SPARE_SECONDS and not options:
                await asyncio.sleep(_PAUSE_SECONDS * (1 + random()))  # noqa: S311 - no secret
                return await self._within(left).answer_of(case_number, act, call)
            meaning = await self._ended(case_number) if error.status in _GONE else _meaning_of(act, error)
            return await self._first_or(act, meaning, error)
        assert isinstance(answer, Progress)  # noqa: S101 - asked for as result_type
        return answer

    def _within(self, seconds: float) -> "ActSending":
        return ActSending(self._keyring, self._first_answer, self._is_open, seconds)

    async def _ended(self, case_number: str) -> Refusal:
        """What it means that no run takes the act."""
        is_open = await asyncio.to_thread(self._is_open, case_number)
        return CaseInterrupted.of() if is_open else CaseClosed.of()

    async def _first_or(self, act: Act, otherwise: Exception, cause: BaseException) -> Progress:
        """The first answer of an act that was done before; otherwise what went wrong."""
        first = await asyncio.to_thread(self._first_answer, act.id)
        if first is not None:
            return first
        if otherwise is cause:
            raise otherwise
        raise otherwise from cause


def _go_when_cancelled(late: BaseException) -> None:
    """The SDK tells a cancellation of the caller as a late answer; it is none."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from late


def _is_crowded(error: RPCError) -> bool:
    """Whether the case has as many acts in flight as a run takes at once: the engine is there, and answers so."""
    return error.status is RPCStatusCode.RESOURCE_EXHAUSTED and _IN_FLIGHT in error.message


def _meaning_of(act: Act, error: RPCError) -> Exception:
    if _is_crowded(error):
        return CaseBusy.at_once()
    if error.status in _LATE:
        return CaseSilent(act.id)
    return CasesAway(error.message) if error.status in _AWAY else error


def is_passing(failed: WorkflowUpdateFailedError) -> bool:
    """Whether a case refused while it dealt with another act, as it does in the moment after its worker was killed."""
    return isinstance(failed.cause, ApplicationError) and PASSING in failed.cause.details[1:]


def refusal_of(failed: WorkflowUpdateFailedError) -> Exception:
    """The refusal that a case answered with; the failure itself when it is none."""
    cause = failed.cause
    if isinstance(cause, ApplicationError):
        if cause.type == "AcceptedUpdateCompletedWorkflow":
            return CaseClosed.of()
        if cause.details:
            try:
                return Refusal.from_facts(RefusalFacts.model_validate(cause.details[0]))
            except ValidationError:
                return failed
    return failed
