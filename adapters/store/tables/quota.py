"""What is limited or listed: vouchers and their redemptions, the ranked batch, the product catalogue."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant


class VoucherRow(SQLModel, table=True):
    """A voucher, or a place in the queue for one: queued, held back, issued, used, expired, cancelled. Its money: the ledger."""

    __tablename__ = "voucher"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    unit: str = Field(index=True)
    year: int = Field(index=True)
    queued_at: datetime | None = Field(default=None, sa_type=Instant)
    issued_on: date | None = None
    expires_on: date | None = None
    status: str


class RedemptionRow(SQLModel, table=True):
    """A redemption that was approved: its invoices and what is paid for them."""

    __tablename__ = "redemption"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    number: int = Field(primary_key=True)
    invoices: list[Any] = Field(sa_type=JSON)
    amount: Decimal = Field(sa_type=Fen)
    status: str


class UsedInvoice(SQLModel, table=True):
    """An invoice that redeems a voucher: by its key (``InvoiceForm``) it counts once, in the whole city."""

    __tablename__ = "used_invoice"

    number: str = Field(primary_key=True)
    supplier: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    redemption: int


class UsedReport(SQLModel, table=True):
    """A test report (measure 10) that a case counts: by institution and number in normal form it counts once."""

    __tablename__ = "used_report"

    report: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)


class BatchRank(SQLModel, table=True):
    """The place of a case in a year's batch."""

    __tablename__ = "batch_rank"

    measure_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    rank: int
    selected: bool
    candidates: int


class ProductRow(SQLModel, table=True):
    """An entry of the public catalogue of innovative products (measure 8)."""

    __tablename__ = "product"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    name: str
    category: str
    summary: str
    unit_name: str
    listed_at: datetime = Field(sa_type=Instant)
