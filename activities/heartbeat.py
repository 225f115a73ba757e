"""The heartbeat of a long activity."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from temporalio import activity

HEARTBEAT_SECONDS: Final = 5


@asynccontextmanager
async def heartbeat() -> AsyncIterator[None]:
    """Tell Temporal again and again that this worker lives: when it does not, another takes the work over at once."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
