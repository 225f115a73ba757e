"""What each department signed on, and whom a change called back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class SignatureRow(SQLModel, table=True):
    """A signature (会签) with what it rests on; rows are only added."""

    __tablename__ = "signature"

    act: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    party: str
    seq: int
    at: datetime = Field(sa_type=Instant)
    decision: str
    facts: dict[str, Any] = Field(sa_type=JSON)
    documents: dict[str, Any] = Field(sa_type=JSON)
    deducted: str = ""


class SignatureRecallRow(SQLModel, table=True):
    """Whether a party had to sign again in a later round (重新会签), and why; rows are only added."""

    __tablename__ = "signature_recall"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    seq: int = Field(primary_key=True)
    party: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    signs_again: bool
    why: str
