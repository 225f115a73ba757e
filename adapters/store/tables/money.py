"""Awards as computed, where the money goes, and the payments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant


class AwardRow(SQLModel, table=True):
    """One computation of an award, whole, with its calculation sheet."""

    __tablename__ = "award"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    seq: int
    phase: str
    subject: str = ""
    unit: str = Field(index=True)
    year: int
    award_base: str = Field(index=True)
    code: str
    amount: Decimal | None = Field(default=None, sa_type=Fen)
    before_higher_of: Decimal | None = Field(default=None, sa_type=Fen)
    eligible: bool
    award: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Instant)


class Payee(SQLModel, table=True):
    """Bank details of a case. They live here alone: never in a history, a log or a mail."""

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    account_name: str
    bank: str
    account_number: str
    reason: str = ""
    given_by: str
    at: datetime = Field(sa_type=Instant)


class Payment(SQLModel, table=True):
    """One payment under a fund document: ordered, then paid or returned. ``transfer``: what the bank moves of it."""

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    subject: str = ""
    amount: Decimal = Field(sa_type=Fen)
    transfer: Decimal = Field(sa_type=Fen)
    city_amount: Decimal = Field(sa_type=Fen)
    locality_amount: Decimal = Field(sa_type=Fen)
    document_number: str
    payee: str
    status: str
    ordered_at: datetime = Field(sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    paid_on: date | None = None
    reason: str = ""
