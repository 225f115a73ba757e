"""Connections: no request takes for ever or fills memory, and nothing is read in two ways."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from fastapi import FastAPI

from adapters.settings import Settings
from api.door.serving import BoundedRequests, Patience, server_of
from stack.ports import LOOPBACK, free_ports

QUICK = Patience(
    seconds=0.2, bytes_a_second=1024, most_header_bytes=4096, lingering_seconds=0.2, look_again_seconds=0.05
)


class Impatient(BoundedRequests):
    """A connection of which tests need not wait long."""

    patience = QUICK


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: object, sqlite_template: object) -> str:
    """No call here comes to the store."""
    return f"sqlite:///{tmp_path}/none.sqlite"


@pytest_asyncio.fixture
async def port(app: FastAPI, api_settings: Settings) -> AsyncIterator[int]:
    """Where the API listens."""
    (listening,) = free_ports(1)
    server = server_of(app, api_settings.model_copy(update={"api_port": listening}), Impatient)
    with contextlib.suppress(asyncio.CancelledError):
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        yield listening
        server.should_exit = True
        await serving


async def said(port: int, request: bytes) -> bytes:
    """Everything that is answered until the connection ends, whoever ends it."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        async with asyncio.timeout(10):
            writer.write(request)
            return await reader.read()
    finally:
        writer.close()


HEAD = b"POST /v1/quotes HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n"
LAST = b"Connection: close\r\n"


@pytest.mark.parametrize(
    ("request_sent", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: api\r\n" + LAST + b"\r\n", b"200"),
        (b"", b"408"),
        (b"GET /healthz HTTP/1.1\r\nHost: api\r\nX-Half", b"408"),
        (HEAD + b"Content-Length: 100\r\n\r\n{", b"408"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{", b"408"),
        (b"GET /healthz HTTP/1.1\r\nHost: api\r\nX-Long: " + b"x" * 5000, b"431"),
        (HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", b"400"),
        (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", b"400"),
        (HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", b"400"),
        (b"POST /v1/bulk-acts HTTP/1.1\r\nHost: api\r\nContent-Length: 900000000\r\n\r\nx", b"401"),
    ],
)
async def test_a_request_comes_in_time_and_whole_or_its_connection_ends(
    port: int, request_sent: bytes, status: bytes
) -> None:
    answer = await said(port, request_sent)
    assert answer.split(b" ")[1] == status, answer


async def test_who_goes_on_slowly_enough_is_not_cut_off(port: int) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(HEAD + b"Content-Length: 4000\r\n" + LAST + b"\r\n")
    async with asyncio.timeout(10):
        for _ in range(8):
            await asyncio.sleep(0.05)
            writer.write(b" " * 500)
        assert (await reader.read()).split(b" ")[1] == b"422"
    writer.close()


async def test_several_requests_follow_on_one_connection(port: int) -> None:
    ask = b"GET /healthz HTTP/1.1\r\nHost: api\r\n"
    answer = await said(port, (ask + b"\r\n") * 3 + ask + LAST + b"\r\n")
    assert answer.count(b"HTTP/1.1 200") == 4
    assert b"server: uvicorn" not in answer.lower()
