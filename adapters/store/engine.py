"""Opening the store, and the two ways to use it: reading, and one transaction that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, create_engine

import adapters.store.schema  # noqa: F401 - makes every table known

WRITES = "duixian_writes"
BUSY_MILLISECONDS = 30_000
GIVE_UP_ON_SILENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""For a PostgreSQL that has fallen silent: without these a thread waits for it for hours (libpq, seconds and ms)."""


def open_engine(url: str) -> Engine:
    """The engine of a store, SQLite or PostgreSQL. On SQLite writers wait for one another, readers never."""
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_size=20, max_overflow=20, connect_args=GIVE_UP_ON_SILENCE
        )
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=20, max_overflow=20)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes the lock at once: a late upgrade fails when another writes."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def open_session(engine: Engine) -> Iterator[Session]:
    """A session to read with."""
    with Session(engine) as reading:
        yield reading


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose changes are committed together at the end, or not at all."""
    with Session(engine.execution_options(**{WRITES: True})) as writing, writing.begin():
        yield writing
