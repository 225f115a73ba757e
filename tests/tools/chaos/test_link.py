"""A link carries bytes, and can break off, fall silent, or lose the answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import pytest_asyncio

from stack.ports import LOOPBACK, free_ports
from tools.chaos.link import Link, Manner

HEARD: list[bytes] = []


@pytest_asyncio.fixture
async def link() -> AsyncIterator[tuple[Link, int]]:
    """A link to a server that answers each line with the same line, and notes it in ``HEARD``."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while line := await reader.readline():
                HEARD.append(line)
                writer.write(line)
        writer.close()

    HEARD.clear()
    near, far = free_ports(2)
    server = await asyncio.start_server(echo, LOOPBACK, far)
    async with server, Link("worker", "smtp", near, far) as opened:
        yield opened, near


class Caller:
    """Somebody who is connected to a link."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def say(self, line: bytes) -> None:
        self.writer.write(line)
        await self.writer.drain()

    async def hear(self, within_seconds: float = 10) -> bytes:
        return await asyncio.wait_for(self.reader.readline(), within_seconds)

    async def is_cut_off(self) -> bool:
        try:
            return await asyncio.wait_for(self.reader.read(), 10) == b""
        except ConnectionError:
            return True


@asynccontextmanager
async def connected(place: int | Path) -> AsyncIterator[Caller]:
    if isinstance(place, Path):
        way = await asyncio.open_unix_connection(place)
    else:
        way = await asyncio.open_connection(LOOPBACK, place)
    try:
        yield Caller(*way)
    finally:
        way[1].close()


async def test_a_link_carries_both_ways(link: tuple[Link, int]) -> None:
    async with connected(link[1]) as caller:
        await caller.say(b"EHLO\n")
        assert await caller.hear() == b"EHLO\n"


async def test_a_link_that_is_reset_breaks_off_and_refuses_until_it_is_healed(link: tuple[Link, int]) -> None:
    opened, port = link
    async with connected(port) as caller:
        await caller.say(b"one\n")
        assert await caller.hear() == b"one\n"
        opened.cut(Manner.RESET)
        assert await caller.is_cut_off()
    async with connected(port) as caller:
        assert await caller.is_cut_off()
    opened.heal()
    async with connected(port) as caller:
        await caller.say(b"two\n")
        assert await caller.hear() == b"two\n"


async def test_a_silent_link_keeps_what_is_said_and_delivers_it_later(link: tuple[Link, int]) -> None:
    opened, port = link
    async with connected(port) as caller:
        opened.cut(Manner.SILENCE)
        await caller.say(b"late\n")
        with pytest.raises(TimeoutError):
            await caller.hear(0.2)
        assert HEARD == []
        opened.heal()
        assert await caller.hear() == b"late\n"


async def test_a_deaf_link_delivers_requests_and_loses_answers(link: tuple[Link, int]) -> None:
    opened, port = link
    async with connected(port) as caller:
        opened.cut(Manner.DEAF)
        await caller.say(b"pay\n")
        async with asyncio.timeout(10):
            while HEARD != [b"pay\n"]:
                await asyncio.sleep(0.01)
        with pytest.raises(TimeoutError):
            await caller.hear(0.2)
        opened.heal()
        assert await caller.is_cut_off()


async def test_a_link_can_lead_to_a_socket(tmp_path: Path) -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\n")
        writer.close()

    near, far = tmp_path / "near", tmp_path / "far"
    server = await asyncio.start_unix_server(greet, far)
    async with server, Link("api", "postgresql", near, far), connected(near) as caller:
        assert await caller.hear() == b"hello\n"


async def test_a_link_without_a_target_breaks_off_at_once() -> None:
    near, far = free_ports(2)
    async with Link("api", "temporal", near, far), connected(near) as caller:
        assert await caller.is_cut_off()
