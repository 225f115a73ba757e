"""Vouchers of a year: what the pool and a unit have left, the queue, and what was redeemed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import col, delete, select

from adapters.store.money.ledger import balance, borne_by, total
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.quota import RedemptionRow, UsedInvoice, VoucherRow
from adapters.store.writing import Session
from domain.case.invoices import Invoice, InvoiceForm
from domain.frozen import Frozen
from domain.ledger.accounts import Account
from domain.ledger.entries import Place

QUEUED, ISSUED, USED, EXPIRED, CANCELLED, HELD_BACK = (
    "queued",
    "issued",
    "used",
    "expired",
    "cancelled",
    "held_back",
)


class KeptVoucher(Frozen):
    """A voucher, or a place in the queue for one. What it is worth stands in the ledger."""

    case_number: str
    code: str
    unit: str
    year: int
    status: str
    expires_on: date | None = None


def voucher_of(session: Session, case_number: str) -> KeptVoucher | None:
    """The voucher of a case."""
    chosen = select(VoucherRow, CaseFile.code).join(CaseFile).where(VoucherRow.case_number == case_number)
    found = session.exec(chosen).first()
    return _kept(*found) if found else None


def issued_left(session: Session, case_number: str) -> Decimal:
    """What is left on the voucher of a case, 元."""
    return balance(session, Place(account=Account.ISSUED, holder=case_number))


def taken_from_pools(
    session: Session, year: int, unit: str, *, beside: str, codes: Collection[str] | None = None
) -> Decimal:
    """What the vouchers of a unit take from a year's pools, beside one case: faces, less what came back, 元."""
    conditions = [
        col(LedgerEntry.year) == year,
        borne_by(unit),
        col(LedgerEntry.case_number) != beside,
    ]
    if codes is not None:
        conditions.append(col(LedgerEntry.code).in_(codes))
    return -total(session, [Account.POOL], *conditions)


def queue_of_year(session: Session, year: int) -> list[str]:
    """The cases that queue for a year's pool, in the order of complete acceptance."""
    chosen = (
        select(VoucherRow.case_number)
        .join(CaseFile)
        .where(VoucherRow.year == year, VoucherRow.status == QUEUED, col(CaseFile.final).is_(False))
        .order_by(col(CaseFile.complete_at), col(VoucherRow.queued_at), col(VoucherRow.case_number))
    )
    return list(session.exec(chosen))


def queue_for_voucher(session: Session, case_number: str, unit: str, year: int, at: datetime) -> None:
    """Take a place in the queue; who queues already keeps it."""
    row = session.get(VoucherRow, case_number)
    if row is None:
        row = VoucherRow(case_number=case_number, unit=unit, year=year, status=QUEUED, queued_at=at)
    row.year, row.status, row.queued_at = year, QUEUED, row.queued_at or at
    session.add(row)
    session.flush()


def hold_back(session: Session, case_number: str, unit: str, year: int, at: datetime) -> None:
    """Keep no place in the queue while a stop stands; those behind move up."""
    queue_for_voucher(session, case_number, unit, year, at)
    give_back(session, case_number, HELD_BACK)


def issue(
    session: Session, case_number: str, issued_on: date, expires_on: date, *, keeps_days: bool = False
) -> date:
    """Turn the place in the queue into a voucher; its last day. One that was issued before may keep its days."""
    row = session.get_one(VoucherRow, case_number)
    row.status = ISSUED
    if not keeps_days:
        row.issued_on, row.expires_on = issued_on, expires_on
    session.add(row)
    session.flush()
    return row.expires_on or expires_on


def give_back(session: Session, case_number: str, status: str) -> None:
    """End a voucher, or leave the queue."""
    row = session.get_one(VoucherRow, case_number)
    row.status = status
    session.add(row)
    session.flush()


def mark_used(session: Session, case_number: str, *, is_used: bool) -> None:
    """Note whether the voucher is used up."""
    row = session.get_one(VoucherRow, case_number)
    row.status = USED if is_used else ISSUED
    session.add(row)


def used_elsewhere(
    session: Session, case_number: str, number: int, invoices: Iterable[Invoice]
) -> set[InvoiceForm]:
    """Those of the invoices that another redemption has used."""
    found = (session.get(UsedInvoice, invoice.key) for invoice in invoices)
    return {
        InvoiceForm(row.number, row.supplier)
        for row in found
        if row is not None and (row.case_number, row.redemption) != (case_number, number)
    }


def refuse_redemption(session: Session, case_number: str, number: str) -> None:
    """Undo a redemption that will not be paid; its invoices are free again."""
    row = session.get(RedemptionRow, (case_number, int(number)))
    if row is not None:
        row.status = "refused"
        session.add(row)
        free_invoices(session, case_number, int(number))


def free_invoices(session: Session, case_number: str, number: int) -> None:
    """Let the invoices of a redemption be used again."""
    of_this = (col(UsedInvoice.case_number) == case_number) & (col(UsedInvoice.redemption) == number)
    session.exec(delete(UsedInvoice).where(of_this))


def keep_redemption(
    session: Session, case_number: str, number: int, invoices: Sequence[Invoice], amount: Decimal
) -> None:
    """Keep an approved redemption with its invoices, which no other can use any more."""
    free_invoices(session, case_number, number)
    for invoice in invoices:
        session.add(
            UsedInvoice(
                **invoice.key._asdict(),
                case_number=case_number,
                redemption=number,
            )
        )
    listed = [invoice.model_dump(mode="json") for invoice in invoices]
    row = RedemptionRow(
        case_number=case_number, number=number, invoices=listed, amount=amount, status="approved"
    )
    session.merge(row)


def _kept(row: VoucherRow, code: str) -> KeptVoucher:
    return KeptVoucher.model_validate({**row.model_dump(), "code": code})
