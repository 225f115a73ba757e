"""Opening the store, and the two ways to use it: reading, and one transaction that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, create_engine

import adapters.store.schema  # noqa: F401 - makes every table known

WRITES = "duixian_writes"
LOCK_SECONDS = 30
"""How long whoever nobody waits for waits for a lock, before the work is done again from its beginning."""
GIVE_UP_ON_SILENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""For a PostgreSQL that has fallen silent: without these a thread waits for it for hours (libpq, seconds)."""
SILENT_SECONDS = 60


def open_engine(url: str, *, within_seconds: float | None = None) -> Engine:
    """The engine of a store, SQLite or PostgreSQL. On SQLite writers wait for one another, readers never.

    Args:
        url: of SQLAlchemy.
        within_seconds: in which a statement is done or given up (one of ``STORE_AWAY``), where somebody waits for it;
            else only locks and silence are bounded, since a count over years of cases takes as long as it takes.
    """
    pool = {"pool_size": 20, "max_overflow": 20, "pool_timeout": within_seconds or LOCK_SECONDS}
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, connect_args=_postgresql(within_seconds), **pool)
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)
    event.listen(engine, "connect", partial(_prepare_sqlite, busy_seconds=within_seconds or LOCK_SECONDS))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(within_seconds: float | None) -> dict[str, Any]:
    """What libpq is told; milliseconds where it counts in them."""
    bounds = {"lock_timeout": within_seconds or LOCK_SECONDS, "statement_timeout": within_seconds or 0}
    return GIVE_UP_ON_SILENCE | {
        "tcp_user_timeout": round(1000 * (within_seconds or SILENT_SECONDS)),
        "options": " ".join(f"-c {name}={round(1000 * seconds)}" for name, seconds in bounds.items()),
    }


def _prepare_sqlite(connection: Any, _record: Any, *, busy_seconds: float) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"busy_timeout={round(1000 * busy_seconds)}",
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
