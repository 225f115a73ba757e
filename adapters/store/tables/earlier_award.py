"""Awards from before this system ran: lists that an official entered and another confirmed, and their rows."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant


class EarlierAwardList(SQLModel, table=True):
    """A list as it was entered: an import, or one award by hand. Nothing of it counts before it is confirmed."""

    __tablename__ = "earlier_award_list"

    id: str = Field(primary_key=True)
    code: str
    department: str = Field(index=True)
    digest: str
    status: str = Field(index=True)
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    settled_by: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = ""


class EarlierAwardRow(SQLModel, table=True):
    """One award; withdrawn, it never counts again. ``document`` is its number in normal form."""

    __tablename__ = "earlier_award"

    id: str = Field(primary_key=True)
    list_id: str = Field(foreign_key="earlier_award_list.id", index=True)
    row: int
    code: str
    unit: str = Field(index=True)
    unit_name: str
    award_base: str = Field(index=True)
    award_base_key: str
    year: int
    amount: Decimal = Field(sa_type=Fen)
    granted_on: date
    document_number: str
    document: str
    note: str
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    withdrawn_reason: str = ""
    withdrawn_document: str = ""
