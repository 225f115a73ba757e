"""Vouchers of a year: what the pool and a unit have left, the queue, and what was redeemed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import col, select

from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.money import Payment
from adapters.store.tables.quota import Redemption, Voucher
from adapters.store.writing import Session
from domain.case.acts import Invoice
from domain.frozen import Frozen
from domain.money import ZERO

QUEUED, ISSUED, USED, EXPIRED, CANCELLED = "queued", "issued", "used", "expired", "cancelled"


class KeptVoucher(Frozen):
    """A voucher, or a place in the queue for one."""

    case_number: str
    code: str
    unit: str
    year: int
    face: Decimal | None
    left: Decimal | None
    status: str

    @property
    def taken(self) -> Decimal:
        """What it takes from the pool: its face; once cancelled or expired, only what was redeemed."""
        face = self.face or ZERO
        return face - (self.left or ZERO) if self.status in {EXPIRED, CANCELLED} else face


def vouchers_of_year(writing: Session, year: int) -> list[KeptVoucher]:
    """Every voucher of a year."""
    chosen = select(Voucher, CaseFile.code).join(CaseFile).where(Voucher.year == year)
    return [_kept(row, code) for row, code in writing.exec(chosen)]


def voucher_of(writing: Session, case_number: str) -> KeptVoucher | None:
    """The voucher of a case."""
    chosen = select(Voucher, CaseFile.code).join(CaseFile).where(Voucher.case_number == case_number)
    found = writing.exec(chosen).first()
    return _kept(*found) if found else None


def queue_of_year(writing: Session, year: int) -> list[str]:
    """The cases that queue for a year's pool, in the order of complete acceptance."""
    chosen = (
        select(Voucher.case_number)
        .join(CaseFile)
        .where(Voucher.year == year, Voucher.status == QUEUED, col(CaseFile.final).is_(False))
        .order_by(col(CaseFile.complete_at), col(Voucher.queued_at), col(Voucher.case_number))
    )
    return list(writing.exec(chosen))


def queue_for_voucher(writing: Session, case_number: str, unit: str, year: int, at: datetime) -> None:
    """Take a place in the queue; who queues already keeps it."""
    row = writing.get(Voucher, case_number)
    if row is None:
        row = Voucher(case_number=case_number, unit=unit, year=year, status=QUEUED, queued_at=at)
    row.year, row.status, row.queued_at = year, QUEUED, row.queued_at or at
    writing.add(row)
    writing.flush()


def issue(writing: Session, case_number: str, face: Decimal, issued_on: date, expires_on: date) -> None:
    """Turn the place in the queue into a voucher."""
    row = writing.get_one(Voucher, case_number)
    row.face, row.left, row.status = face, face, ISSUED
    row.issued_on, row.expires_on = issued_on, expires_on
    writing.add(row)
    writing.flush()


def give_back(writing: Session, case_number: str, status: str) -> None:
    """End a voucher, or leave the queue; what is left of it is free again."""
    row = writing.get_one(Voucher, case_number)
    row.status = status
    writing.add(row)
    writing.flush()


def change_left(writing: Session, case_number: str, left: Decimal) -> None:
    """Note what is left; nothing left, the voucher is used."""
    row = writing.get_one(Voucher, case_number)
    row.left, row.status = left, ISSUED if left else USED
    writing.add(row)


def redeemed_amount(writing: Session, case_number: str, number: int) -> Decimal:
    """What a redemption was worth when it was assessed before; zero when it was not."""
    row = writing.get(Redemption, (case_number, number))
    return row.amount if row and row.status == "approved" else ZERO


def used_invoices(writing: Session, case_number: str, number: int) -> set[tuple[str, str]]:
    """Number and supplier of every invoice that another redemption has used."""
    rows = writing.exec(select(Redemption).where(Redemption.status != "refused"))
    others = (row for row in rows if (row.case_number, row.number) != (case_number, number))
    return {(invoice["number"], invoice["supplier"]) for row in others for invoice in row.invoices}


def undo_unpaid_redemptions(writing: Session, case_number: str) -> None:
    """Put the money of redemptions without a payment back on the voucher, and free their invoices."""
    payments = select(col(Payment.subject)).where(Payment.case_number == case_number)
    ordered = set(writing.exec(payments))
    approved = select(Redemption).where(
        Redemption.case_number == case_number, Redemption.status == "approved"
    )
    voucher = writing.get_one(Voucher, case_number)
    for row in writing.exec(approved):
        if str(row.number) not in ordered:
            row.status = "refused"
            voucher.left = (voucher.left or ZERO) + row.amount
    writing.flush()


def keep_redemption(
    writing: Session, case_number: str, number: int, invoices: Iterable[Invoice], amount: Decimal
) -> None:
    """Keep an approved redemption with its invoices."""
    listed = [invoice.model_dump(mode="json") for invoice in invoices]
    row = Redemption(
        case_number=case_number, number=number, invoices=listed, amount=amount, status="approved"
    )
    writing.merge(row)


def _kept(row: Voucher, code: str) -> KeptVoucher:
    return KeptVoucher.model_validate({**row.model_dump(), "code": code})
