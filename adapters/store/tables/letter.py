"""Letters: the PDFs that a case was sent, kept by digest."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class Letter(SQLModel, table=True):
    """A letter of a case. Without ``sha256`` it could not be set so far; ``failure`` says why."""

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
