"""Telling a case, from the thread of an activity, that something has changed which another case, or its unit, decided."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.case.identifiers import workflow_id

CALLER_SECONDS = 10
RPC_TIMEOUT = timedelta(seconds=8)


def case_announcer(client: Client, loop: asyncio.AbstractEventLoop, signal: str) -> Callable[[str], None]:
    """Make the function that signals something to a case; a case that has ended needs no word."""

    async def tell(case_number: str) -> None:
        try:
            handle = client.get_workflow_handle(workflow_id(case_number))
            await handle.signal(signal, rpc_timeout=RPC_TIMEOUT)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    def announce(case_number: str) -> None:
        asyncio.run_coroutine_threadsafe(tell(case_number), loop).result(CALLER_SECONDS)

    return announce
