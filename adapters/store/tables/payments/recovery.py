"""Stops of payment and decisions to recover money: added, never changed. What came back stands in the ledger."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant


class PaymentStop(SQLModel, table=True):
    """A stop that was set or lifted, against a case or the whole ``unit``; a department's last word says how its own stands."""

    __tablename__ = "payment_stop"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    unit: str = Field(index=True)
    scope: str
    is_set: bool
    party: str
    reason: str
    clause: str
    at: datetime = Field(sa_type=Instant)


class RecoveryRow(SQLModel, table=True):
    """A decision to recover money (追回): ``number`` counts within the case (``R1``)."""

    __tablename__ = "recovery"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    number: str = Field(primary_key=True)
    unit: str = Field(index=True)
    amount: Decimal = Field(sa_type=Fen)
    means: str
    reason: str
    clause: str
    document_number: str
    act: str
    decided_at: datetime = Field(sa_type=Instant)
