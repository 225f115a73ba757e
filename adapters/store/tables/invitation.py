"""Invitations to cases that need only be confirmed (免申即享), and the lists that they come from."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant


class InvitationList(SQLModel, table=True):
    """A list that an office loaded: its source, and the answer to each of its rows."""

    __tablename__ = "invitation_list"

    id: str = Field(primary_key=True)
    code: str = Field(index=True)
    policy_version: str
    department: str = Field(index=True)
    source_title: str
    source_number: str
    documents_held: list[str] = Field(sa_type=JSON)
    reply_by: date
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    verdicts: list[Any] = Field(sa_type=JSON)


class Invitation(SQLModel, table=True):
    """One invited unit: open, confirmed, declined, lapsed or withdrawn. One is open for a base at a time."""

    __table_args__ = (
        Index(
            "ix_invitation_one_open",
            "code",
            "award_base",
            "unit",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: str = Field(primary_key=True)
    list_id: str = Field(foreign_key="invitation_list.id", index=True)
    row: int
    code: str
    policy_version: str
    unit: str = Field(index=True)
    unit_name: str
    locality: str
    award_base_key: str
    award_base: str
    facts: dict[str, Any] = Field(sa_type=JSON)
    contact_email: str
    amount: Decimal | None = Field(default=None, sa_type=Fen)
    sheet: list[Any] = Field(sa_type=JSON)
    reply_by: date
    status: str
    reason: str = ""
    case_number: str | None = Field(default=None, foreign_key="case_file.number", index=True)
    made_at: datetime = Field(sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
