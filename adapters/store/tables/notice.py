"""Public notices as they were published."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class PublicNoticeRow(SQLModel, table=True):
    """A notice, whole, from the facts of the day on which it opened. Rows are only added."""

    __tablename__ = "public_notice"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    seq: int = Field(primary_key=True)
    published_at: datetime = Field(sa_type=Instant, index=True)
    content: dict[str, Any] = Field(sa_type=JSON)


class OutsideObjectorRow(SQLModel, table=True):
    """Somebody without an account who objects to a notice; what was never confirmed is forgotten when the notice is over."""

    __tablename__ = "outside_objector"
    __table_args__ = (UniqueConstraint("case_number", "seq", "address"),)

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    seq: int
    address: str = Field(index=True)
    name: str
    contact: str
    content: str
    evidence: str
    ticket: str
    token: str = Field(unique=True)
    request: str
    mails: int
    created_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)


class OutsideEvidenceRow(SQLModel, table=True):
    """A file of theirs. Its content lies here until it is confirmed, then in the vault."""

    __tablename__ = "outside_evidence"

    id: str = Field(primary_key=True)
    objector: str = Field(foreign_key="outside_objector.id", index=True)
    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
