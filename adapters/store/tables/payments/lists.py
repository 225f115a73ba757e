"""Payment lists for the treasury, and its files that came back with a result for each payment."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant, in_normal_form


class PaymentListRow(SQLModel, table=True):
    """A list of ordered payments under one fund document; ``document`` is its number in normal form.

    ``count`` and ``total`` are those of the present ``version``.
    """

    __tablename__ = "payment_list"

    id: str = Field(primary_key=True)
    document_number: str
    document: str = Field(
        default=None,
        nullable=False,
        index=True,
        sa_column_kwargs={"default": in_normal_form("document_number")},
    )
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    version: int = 1
    count: int
    total: Decimal = Field(sa_type=Fen)


class PaymentListVersionRow(SQLModel, table=True):
    """What a list told to pay at one time: ``withheld`` has the payments that were left out, with the reason of each."""

    __tablename__ = "payment_list_version"

    list_id: str = Field(primary_key=True, foreign_key="payment_list.id")
    version: int = Field(primary_key=True)
    made_at: datetime = Field(sa_type=Instant)
    why: str = ""
    count: int
    total: Decimal = Field(sa_type=Fen)
    withheld: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class PaymentListLine(SQLModel, table=True):
    """One payment on its one list. The account that is paid to stays with the payee details.

    ``unit`` and ``unit_name``: whose case it was when the list was made.
    """

    __tablename__ = "payment_list_line"

    payment: str = Field(primary_key=True, foreign_key="payment.id")
    list_id: str = Field(foreign_key="payment_list.id", index=True)
    number: int
    purpose: str
    unit: str = ""
    unit_name: str = ""
    transfer: Decimal = Field(sa_type=Fen)


class PaymentImport(SQLModel, table=True):
    """A file of the treasury that was taken; the same content is taken once for its list."""

    __tablename__ = "payment_import"
    __table_args__ = (UniqueConstraint("list_id", "digest"),)

    id: str = Field(primary_key=True)
    list_id: str = Field(foreign_key="payment_list.id", index=True)
    digest: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


class PaymentImportRow(SQLModel, table=True):
    """One row of it: what it says, and what came of it: waiting, done, known, open, refused, unknown.

    ``was_paid``: the payment stood as paid when the file was judged.
    """

    __tablename__ = "payment_import_row"

    import_id: str = Field(primary_key=True, foreign_key="payment_import.id")
    row: int = Field(primary_key=True)
    payment: str = Field(foreign_key="payment.id")
    case_number: str
    result: str
    paid_on: date | None = None
    reason: str
    was_paid: bool
    status: str
    words: str
