"""The outbox: mails committed together with what caused them, and the letters that go with them, kept by digest."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class Mail(SQLModel, table=True):
    """A mail to an applicant, its Message-ID fixed by case and event; or to an official, without a case.

    ``event`` is the name of the mail's folder in ``templates/mail``.
    """

    message_id: str = Field(primary_key=True)
    case_number: str | None = Field(default=None, foreign_key="case_file.number", index=True)
    event: str
    seq: int
    recipient: str
    facts: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    attempts: int = 0
    last_error: str = ""
    failed: bool = False


class LetterRow(SQLModel, table=True):
    """A letter of a case. Without ``sha256`` it could not be set so far; ``failure`` says why."""

    __tablename__ = "letter"

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    message_id: str = Field(foreign_key="mail.message_id", unique=True)
    kind: str
    title: str
    event: str
    seq: int
    number: str = Field(unique=True)
    at: datetime = Field(sa_type=Instant)
    sha256: str | None = Field(default=None, index=True)
    size: int = 0
    attempts: int = 0
    failure: str = ""
