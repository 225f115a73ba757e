"""Acts in many cases at once: what was asked, and an item for each case."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class BulkActRow(SQLModel, table=True):
    """A list that somebody asked to be done; where it stands is counted from its items."""

    __tablename__ = "bulk_act"
    __table_args__ = (Index("ix_bulk_act_own", "account", "made_at", "id"),)

    id: str = Field(primary_key=True)
    kind: str
    account: str
    role: str
    party: str
    digest: str
    total: int
    made_at: datetime = Field(sa_type=Instant)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)


class BulkItemRow(SQLModel, table=True):
    """One item: the act as it was prepared, and what came of it."""

    __tablename__ = "bulk_item"
    __table_args__ = (Index("ix_bulk_item_open", "bulk_id", "status", "tries", "number"),)

    bulk_id: str = Field(primary_key=True, foreign_key="bulk_act.id")
    number: int = Field(primary_key=True)
    case_number: str
    subject: str
    content: dict[str, Any] = Field(sa_type=JSON)
    status: str
    refusal: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    stage: str
    tries: int
    at: datetime = Field(sa_type=Instant)
