"""Public notices as they were published."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class PublicNoticeRow(SQLModel, table=True):
    """A notice, whole, from the facts of the day on which it opened. Rows are only added."""

    __tablename__ = "public_notice"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    seq: int = Field(primary_key=True)
    published_at: datetime = Field(sa_type=Instant, index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
