"""Alarms to the administrators."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant

IS_OPEN = "closed_at IS NULL"


class AlarmRow(SQLModel, table=True):
    """Something that administrators must see to (``domain.alarms.Alarm``); one is open for kind and subject."""

    __tablename__ = "alarm"
    __table_args__ = (
        Index(
            "ix_alarm_one_open",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject: str
    what: str
    raised_at: datetime = Field(sa_type=Instant)
    last_seen_at: datetime = Field(sa_type=Instant)
    tries: int = 0
    outcome: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by: str = ""
    closing_reason: str = ""
