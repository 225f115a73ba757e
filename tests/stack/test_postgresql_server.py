"""The PostgreSQL server of a stack keeps what was committed over ``kill -9``, and dies with its supervisor's order."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from stack.child import Child
from stack.postgresql_server import PostgresqlNotFound, PostgresqlServer, thrown_away
from stack.supervisor import Supervisor
from tools.chaos import processes

NAME = "postgresql"


@pytest_asyncio.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Supervisor, PostgresqlServer]]:
    """A supervised server with an empty database."""
    supervisor = Supervisor(lambda _line: None)
    try:
        with thrown_away() as server:
            account = (server.account.pw_uid, server.account.pw_gid) if server.account else None
            child = Child(
                name=NAME,
                command=server.command(),
                log=tmp_path / "postgresql.log",
                folder=server.folder,
                account=account,
                stop_signal=signal.SIGINT,
            )
            await supervisor.start(child)
            await supervisor.until_ready(child, lambda: asyncio.to_thread(server.is_ready))
            await asyncio.to_thread(server.make_database)
            yield supervisor, server
            await supervisor.stop_all()
    except PostgresqlNotFound as missing:
        if os.environ.get("CI"):
            pytest.fail(f"CI must test on PostgreSQL: {missing}")
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {missing}")


def connect(server: PostgresqlServer) -> psycopg.Connection:
    return psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True)


async def test_what_was_committed_survives_kill_9_of_the_whole_server(
    running: tuple[Supervisor, PostgresqlServer],
) -> None:
    supervisor, server = running
    killed = supervisor.process_id(NAME)
    with connect(server) as store:
        store.execute("CREATE TABLE paid (amount bigint)")
        store.execute("INSERT INTO paid VALUES (50000000)")
        assert len(processes.family(killed)) > 3
        processes.kill(killed)
    async with asyncio.timeout(60):
        while supervisor.process_id(NAME) == killed or not await asyncio.to_thread(server.is_ready):
            await asyncio.sleep(0.05)
    with connect(server) as store:
        assert store.execute("SELECT amount FROM paid").fetchall() == [(50000000,)]


async def test_nothing_is_made_faster_at_the_cost_of_safety(
    running: tuple[Supervisor, PostgresqlServer],
) -> None:
    with connect(running[1]) as store:
        safe = [store.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    assert safe == [("on",), ("on",)]


async def test_a_paused_server_goes_on_where_it_was(running: tuple[Supervisor, PostgresqlServer]) -> None:
    supervisor, server = running
    paused = processes.pause(supervisor.process_id(NAME))
    assert not await asyncio.to_thread(server.is_ready)
    processes.go_on(paused)
    with await asyncio.to_thread(connect, server) as store:
        assert store.execute("SELECT 1").fetchone() == (1,)
