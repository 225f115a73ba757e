"""The own time of a case, moved on patiently: what was reached survives the death of the Temporal server."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from adapters.temporal.connect import SKIP_ON_DEMAND
from domain.case.identifiers import workflow_id
from tools.chaos.callers import PATIENCE_SECONDS, Stuck

Result = TypeVar("Result")
ONE_TRY_SECONDS = 20.0
PAUSE_SECONDS = 0.5


async def patiently(ask: Callable[[], Awaitable[Result]], what: str) -> Result:
    """Ask Temporal until it answers.

    Raises:
        Stuck: it does not for a long time.
        RPCError: what is asked for is not there.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    trouble: Exception | None = None
    while time.monotonic() < deadline:
        try:
            return await asyncio.wait_for(ask(), ONE_TRY_SECONDS)
        except (RPCError, TimeoutError, RuntimeError) as error:
            if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
                raise
            trouble = error
        await asyncio.sleep(PAUSE_SECONDS)
    raise Stuck(f"{what}: {trouble}")


class CaseTime:
    """The time of one case."""

    def __init__(self, client: Client, case_number: str) -> None:
        self._skipper = TimeSkipper(client, config=SKIP_ON_DEMAND)
        self._handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(workflow_id(case_number))
        self._name = case_number

    async def now(self) -> datetime:
        """The case's own time."""
        return await patiently(
            lambda: self._skipper.get_current_time(self._handle), f"{self._name}: what time is it?"
        )

    async def move_to(self, moment: datetime) -> None:
        """Let the case's time run to a moment; what is missing after a broken try is asked for again."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (ahead := moment - await self.now()) > timedelta():
            if time.monotonic() > deadline:
                raise Stuck(f"{self._name}: its time does not reach {moment}")
            try:
                await asyncio.wait_for(self._skipper.fast_forward(self._handle, ahead), ONE_TRY_SECONDS)
            except (RPCError, TimeoutError, RuntimeError):
                await asyncio.sleep(PAUSE_SECONDS)
