"""Ids of what an act lays down in the store before it is sent, and taking it back when the act is refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256

from adapters.store.reach import Engine
from domain.errors import Refusal


def reference_of(act: str) -> str:
    """The id of what an act lays down; a repeated act finds its own again."""
    return sha256(f"reference of {act}".encode()).hexdigest()[:32]


@asynccontextmanager
async def undone_when_refused(
    engine: Engine, made: list[str], undo: Callable[[Engine, str], None] | None
) -> AsyncIterator[None]:
    """Take back what was laid down in this call when the act is refused: a refused act leaves no trace."""
    try:
        yield
    except Refusal:
        for reference in made:
            if undo is not None:
                await asyncio.to_thread(undo, engine, reference)
        raise
