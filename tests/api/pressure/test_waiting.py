"""While the store holds everybody up, the process says that it lives, and who waits is told when to come back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import anyio.to_thread
import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import Connection, text

from adapters.settings import Settings
from adapters.store.engine import open_engine
from api.app import create_app
from tests.api.asking import TODAY, log_in, problem_of

LOCKS = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE audit_entry"}
"""On SQLite whoever writes has the lock from the beginning."""


@contextmanager
def locked(url: str) -> Iterator[Connection]:
    """Somebody holds what every recorded read must write."""
    engine = open_engine(url).execution_options(duixian_writes=True)
    with engine.connect() as connection:
        connection.execute(text(LOCKS[engine.dialect.name]))
        yield connection
    engine.dispose()


@pytest.fixture
def impatient(api_settings: Settings) -> Iterator[FastAPI]:
    """An API that gives its store a third of a second."""
    app = create_app(api_settings.model_copy(update={"store_wait_seconds": 0.3}), today=lambda: TODAY)
    yield app
    app.state.wiring.engine.dispose()


@pytest_asyncio.fixture
async def waiting(impatient: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of it."""
    transport = httpx.ASGITransport(impatient, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client


async def test_whoever_waits_for_a_lock_is_told_when_to_come_back(
    waiting: httpx.AsyncClient, database_url: str
) -> None:
    known = await log_in(waiting, "administrator")
    with locked(database_url):
        async with asyncio.timeout(10):
            held, alive = await asyncio.gather(
                waiting.get("/v1/people", headers=known), waiting.get("/healthz")
            )
    assert held.headers["Retry-After"]
    assert "重试" in problem_of(held, 503, "unavailable")["remedy"]
    assert alive.json()["status"] == "ok"
    assert (await waiting.get("/v1/people", headers=known)).status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_process_says_that_it_lives_while_every_thread_waits(http: httpx.AsyncClient) -> None:
    threads = anyio.to_thread.current_default_thread_limiter()
    waiters = [object() for _ in range(int(threads.available_tokens))]
    for waiter in waiters:
        threads.acquire_on_behalf_of_nowait(waiter)
    try:
        async with asyncio.timeout(10):
            assert (await http.get("/healthz")).json()["status"] == "ok"
    finally:
        for waiter in waiters:
            threads.release_on_behalf_of(waiter)
