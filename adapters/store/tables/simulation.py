"""Simulations of the budget: what was asked, how far it is, what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class Simulation(SQLModel, table=True):
    """A file of cases under a policy with some numbers changed.

    ``beat_at`` is renewed while a process works on it; when it is old, that process has died.
    """

    id: str = Field(primary_key=True)
    account: str
    file_name: str
    sha256: str
    cases: int
    policy_version: str
    changes: list[Any] = Field(sa_type=JSON)
    status: str
    step: str
    progress: int
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    failure: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    beat_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
