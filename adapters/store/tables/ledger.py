"""The money ledger: entries are added, never changed; the database refuses anything else."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, Index, SQLModel

from adapters.store.tables.columns import Fen, Instant


class LedgerEntry(SQLModel, table=True):
    """One movement of money from a place to a place (double entry in one row)."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_source", "source", "source_holder"),
        Index("ix_ledger_entry_target", "target", "target_holder"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    movement: str
    source: str
    source_holder: str
    target: str
    target_holder: str
    amount: Decimal = Field(sa_type=Fen)
    case_number: str = Field(index=True)
    subject: str = ""
    code: str
    unit: str = Field(index=True)
    year: int
    clause: str
    policy_version: str = ""
    reason: str = ""
    at: datetime = Field(sa_type=Instant)
