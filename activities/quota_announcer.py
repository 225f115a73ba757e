"""Telling the head of a voucher queue, from the thread of an activity, that money came free."""

import asyncio
from collections.abc import Callable

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import workflow_id

CALLER_SECONDS = 10


def quota_announcer(client: Client, loop: asyncio.AbstractEventLoop) -> Callable[[str], None]:
    """Make the function that signals ``quota_released`` to a case; a case that has ended needs no word."""

    async def tell(case_number: str) -> None:
        try:
            await client.get_workflow_handle(workflow_id(case_number)).signal("quota_released")
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    def announce(case_number: str) -> None:
        asyncio.run_coroutine_threadsafe(tell(case_number), loop).result(CALLER_SECONDS)

    return announce
