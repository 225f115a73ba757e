"""Expert panels and their seats."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class ExpertPanelRow(SQLModel, table=True):
    """What experts of a case were asked; never changed."""

    __tablename__ = "expert_panel"

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    question: str
    criteria: list[Any] = Field(sa_type=JSON)
    documents: list[str] = Field(sa_type=JSON)
    due_on: date
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


class ExpertSeatRow(SQLModel, table=True):
    """One expert of a panel: asked, accepted, declined, scored or revoked."""

    __tablename__ = "expert_seat"

    panel: str = Field(primary_key=True, foreign_key="expert_panel.id")
    account: str = Field(primary_key=True, index=True)
    status: str = Field(index=True)
    interest: str = ""
    marks: dict[str, int] = Field(sa_type=JSON)
    opinion: str = ""
    reason: str = ""
    at: datetime = Field(sa_type=Instant)
