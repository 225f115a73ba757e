"""Keeping simulations: begun, going on, done, failed, or left behind by a process that died."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, update

from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import Simulation
from domain.frozen import Frozen

WAITING, RUNNING, DONE, FAILED, INTERRUPTED = "waiting", "running", "done", "failed", "interrupted"
UNFINISHED: Final = (WAITING, RUNNING)
LEASE: Final = timedelta(seconds=30)
"""A simulation whose beat is older has no process any more; beats come much more often."""


class KeptSimulation(Frozen):
    """A simulation; the columns of its table."""

    id: str
    account: str
    file_name: str
    sha256: str
    cases: int
    policy_version: str
    changes: list[dict[str, str]]
    status: str = WAITING
    step: str = ""
    progress: int = 0
    result: dict[str, Any] | None = None
    failure: str | None = None
    created_at: datetime
    beat_at: datetime
    finished_at: datetime | None = None


def add_simulation(simulation: KeptSimulation) -> Callable[[Session], None]:
    """What to do, in the transaction of the answer, to add a simulation."""

    def add(session: Session) -> None:
        session.add(Simulation(**simulation.model_dump()))

    return add


def read_simulation(engine: Engine, identifier: str, now: datetime) -> KeptSimulation | None:
    """A simulation, or None; one whose process has died is noted as interrupted by whoever looks first."""
    stale = (
        update(Simulation)
        .where(
            col(Simulation.id) == identifier,
            col(Simulation.status).in_(UNFINISHED),
            col(Simulation.beat_at) < now - LEASE,
        )
        .values(status=INTERRUPTED, finished_at=now)
    )
    with open_session(engine) as session:
        row = session.get(Simulation, identifier)
        if row is None:
            return None
        found = KeptSimulation.model_validate(row.model_dump())
    if found.status not in UNFINISHED or found.beat_at >= now - LEASE:
        return found
    with transaction(engine) as session:
        session.exec(stale)
        return KeptSimulation.model_validate(session.get_one(Simulation, identifier).model_dump())


def beat(engine: Engine, identifier: str, now: datetime) -> None:
    """Say that a process still works on it."""
    _change(engine, identifier, beat_at=now)


def go_on(engine: Engine, identifier: str, step: str, progress: int, now: datetime) -> None:
    """Say what is done next."""
    _change(engine, identifier, status=RUNNING, step=step, progress=progress, beat_at=now)


def finish(engine: Engine, identifier: str, result: dict[str, Any], now: datetime) -> None:
    """Keep the result."""
    _change(
        engine, identifier, status=DONE, progress=100, step="", result=result, finished_at=now, beat_at=now
    )


def fail(engine: Engine, identifier: str, why: str, now: datetime) -> None:
    """Keep the reason why there is no result."""
    _change(engine, identifier, status=FAILED, failure=why, finished_at=now, beat_at=now)


def _change(engine: Engine, identifier: str, **changes: Any) -> None:
    with transaction(engine) as session:
        session.exec(update(Simulation).where(col(Simulation.id) == identifier).values(**changes))
