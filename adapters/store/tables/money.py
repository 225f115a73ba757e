"""Awards as computed, where the money goes, and the payments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant, in_normal_form


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
    policy_digest: str = ""
    amount: Decimal | None = Field(default=None, sa_type=Fen)
    before_higher_of: Decimal | None = Field(default=None, sa_type=Fen)
    eligible: bool
    award: dict[str, Any] = Field(sa_type=JSON)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = Field(sa_type=Instant)


class Payee(SQLModel, table=True):
    """Bank details of a case. They live here alone: never in a history, a log or a mail."""

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    account_name: str
    bank: str
    account_number: str = Field(index=True)
    reason: str = ""
    is_other: bool = False
    is_shared: bool = False
    given_by: str
    at: datetime = Field(sa_type=Instant)


class Payment(SQLModel, table=True):
    """One payment under a fund document: ordered, then paid or returned.

    ``transfer``: what the bank moves of it. ``document``: the number of the document in normal form; ``issued_by``: the
    accounts of whom its issue counts as the act.
    """

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    subject: str = ""
    amount: Decimal = Field(sa_type=Fen)
    transfer: Decimal = Field(sa_type=Fen)
    city_amount: Decimal = Field(sa_type=Fen)
    locality_amount: Decimal = Field(sa_type=Fen)
    document_number: str
    document: str = Field(
        default=None,
        nullable=False,
        index=True,
        sa_column_kwargs={"default": in_normal_form("document_number")},
    )
    issued_by: list[str] = Field(default_factory=list, sa_type=JSON)
    payee: str
    status: str
    ordered_at: datetime = Field(sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    paid_on: date | None = None
    reason: str = ""
