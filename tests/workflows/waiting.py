"""Waiting, in a test, for what another process or another thread brings about."""

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool]) -> None:
    """Look again and again; a test that waits too long has failed."""
    async with asyncio.timeout(40):
        while not true():
            await asyncio.sleep(0.05)
