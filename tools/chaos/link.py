"""A link between two parts: a small proxy that can break off, fall silent, or lose the answers."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Self

from stack.ports import LOOPBACK

Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PIECE_BYTES = 64 * 1024


class Manner(StrEnum):
    """How a link is cut off."""

    RESET = "reset"
    """Connections break off, and new ones are refused."""
    SILENCE = "silence"
    """Nothing moves either way; once healed, everything goes on where it was."""
    DEAF = "answers lost"
    """Requests arrive, answers are lost; at the end the connections break off. What was asked has happened."""


class Link:
    """One way from a part to another, listening on a port of loopback or on a Unix socket.

    Args:
        source: who connects, a child's name or ``callers``.
        target: who is connected to.
        listens_at: port, or path of a socket, that the source is given.
        leads_to: port or socket of the target.
    """

    def __init__(self, source: str, target: str, listens_at: int | Path, leads_to: int | Path) -> None:
        self.source, self.target = source, target
        self.manner: Manner | None = None
        self._listens_at, self._leads_to = listens_at, leads_to
        self._moving = asyncio.Event()
        self._moving.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._served: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        if isinstance(self._listens_at, Path):
            self._server = await asyncio.start_unix_server(self._accept, self._listens_at)
        else:
            self._server = await asyncio.start_server(self._accept, LOOPBACK, self._listens_at)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and break everything off."""
        self.heal()
        if self._server is not None:
            self._server.close()
        self._break_off()
        await asyncio.gather(*self._served, return_exceptions=True)

    def cut(self, manner: Manner) -> None:
        """Cut the link off."""
        self.manner = manner
        if manner is Manner.RESET:
            self._break_off()
        elif manner is Manner.SILENCE:
            self._moving.clear()

    def heal(self) -> None:
        """Let everything through again."""
        if self.manner is Manner.DEAF:
            self._break_off()
        self.manner = None
        self._moving.set()

    def _break_off(self) -> None:
        for writer in self._writers.copy():
            writer.transport.abort()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._served.add(task)
        task.add_done_callback(self._served.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.manner is Manner.RESET:
            writer.transport.abort()
            return
        self._writers.add(writer)
        await self._moving.wait()
        try:
            onward = await self._connect()
        except OSError:
            self._writers.discard(writer)
            writer.transport.abort()
            return
        await self._join((reader, writer), onward)

    async def _connect(self) -> Way:
        if isinstance(self._leads_to, Path):
            return await asyncio.open_unix_connection(self._leads_to)
        return await asyncio.open_connection(LOOPBACK, self._leads_to)

    async def _join(self, near: Way, far: Way) -> None:
        """Carry both ways until either side has ended."""
        writers = {near[1], far[1]}
        self._writers |= writers
        ways: tuple[Awaitable[None], ...] = (
            self._carry(near[0], far[1], lambda: False),
            self._carry(far[0], near[1], lambda: self.manner is Manner.DEAF),
        )
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for writer in writers:
                writer.close()
            self._writers -= writers

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_lost: Callable[[], bool]
    ) -> None:
        try:
            while piece := await reader.read(PIECE_BYTES):
                await self._moving.wait()
                if not is_lost():
                    writer.write(piece)
                    await writer.drain()
        except (ConnectionError, OSError):
            return
