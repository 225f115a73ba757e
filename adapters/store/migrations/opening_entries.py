"""What stood in the tables of awards, vouchers and payments before there was a ledger, entered as it stands (期初)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from adapters.store.tables.columns import Fen, Instant

CLAUSE = "期初"
POOL_LIMIT = Decimal("10000000.00")
"""第2条: the year's pool, as every version of the policy up to then had it."""

_ENTRIES = sa.table(
    "ledger_entry",
    *(sa.column(name, sa.String()) for name in ("key", "movement", "source", "source_holder", "target")),
    *(sa.column(name, sa.String()) for name in ("target_holder", "case_number", "subject", "code", "unit")),
    *(sa.column(name, sa.String()) for name in ("clause", "policy_version", "reason")),
    sa.column("amount", Fen()),
    sa.column("year", sa.Integer()),
    sa.column("at", Instant()),
)
_INVOICES = sa.table(
    "used_invoice",
    *(sa.column(name, sa.String()) for name in ("number", "supplier", "case_number")),
    sa.column("redemption", sa.Integer()),
)
_CASES = "SELECT number, code, unit, fiscal_year, policy_version, final FROM case_file WHERE number = :number"


def enter_what_stands(connection: Connection) -> None:
    """Write the opening entries; on a new store there is nothing to write."""
    entries = [
        *_vouchers(connection),
        *_redemptions(connection),
        *_awards(connection),
        *_payments(connection),
    ]
    if entries:
        connection.execute(sa.insert(_ENTRIES), [*_pools(entries), *entries])
    used = list(_used_invoices(connection))
    if used:
        connection.execute(sa.insert(_INVOICES), used)


def _entry(
    case: Any, row: Any, key: str, movement: str, way: tuple[str, str], amount: Decimal, **more: Any
) -> dict[str, Any]:
    """One entry; a place without a holder of its own belongs to the case, or to the instalment in hand."""
    subject = more.get("subject", "")
    holder = f"{case.number}#{subject}" if subject else case.number
    content = {
        "key": f"{case.number}/opening/{key}",
        "movement": movement,
        "source": way[0],
        "source_holder": str(case.fiscal_year) if way[0] == "budget" else holder,
        "target": way[1],
        "target_holder": str(case.fiscal_year) if way[1] == "budget" else holder,
        "amount": amount,
        "case_number": case.number,
        "subject": subject,
        "code": case.code,
        "unit": case.unit,
        "year": case.fiscal_year,
        "clause": CLAUSE,
        "policy_version": case.policy_version,
        "reason": "",
        "at": row.at,
    }
    return content | more


def _rows(connection: Connection, query: str, **types: Any) -> Iterator[tuple[Any, Any]]:
    """The rows of a query on one of the tables, each with its case."""
    for row in connection.execute(sa.text(query).columns(**types)).all():
        yield row, connection.execute(sa.text(_CASES), {"number": row.case_number}).one()


def _vouchers(connection: Connection) -> Iterator[dict[str, Any]]:
    query = (
        'SELECT v.case_number, v.year, v.status, v.face, v."left", c.since AS at FROM voucher v '
        "JOIN case_file c ON c.number = v.case_number WHERE v.face > 0 ORDER BY v.case_number"
    )
    for row, case in _rows(connection, query, face=Fen(), left=Fen(), at=Instant()):
        pool = f"voucher/{row.year}"
        common: dict[str, Any] = {"year": row.year}
        yield _entry(
            case, row, "reserved", "reserved", ("pool", "reserved"), row.face, source_holder=pool, **common
        )
        yield _entry(case, row, "issued", "issued", ("reserved", "issued"), row.face, **common)
        if row.status in ("expired", "cancelled") and row.left:
            yield _entry(
                case, row, "released", "released", ("issued", "pool"), row.left, target_holder=pool, **common
            )


def _pools(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    years = {entry["year"]: entry for entry in entries if entry["movement"] == "reserved"}
    for year, first in sorted(years.items()):
        yield first | {
            "key": f"voucher/{year}/opened",
            "movement": "opened",
            "source": "budget",
            "source_holder": str(year),
            "target": "pool",
            "target_holder": f"voucher/{year}",
            "amount": POOL_LIMIT,
            "case_number": "",
            "code": "voucher",
            "unit": "",
        }


def _redemptions(connection: Connection) -> Iterator[dict[str, Any]]:
    """What approved redemptions took off their vouchers."""
    query = (
        "SELECT r.case_number, r.number, r.amount, v.year, c.since AS at FROM redemption r "
        "JOIN case_file c ON c.number = r.case_number JOIN voucher v ON v.case_number = r.case_number "
        "WHERE r.status = 'approved' ORDER BY r.case_number, r.number"
    )
    for row, case in _rows(connection, query, amount=Fen(), at=Instant()):
        yield _entry(
            case,
            row,
            f"redeemed/{row.number}",
            "redeemed",
            ("issued", "promised"),
            row.amount,
            subject=str(row.number),
            source_holder=case.number,
            year=row.year,
        )


def _awards(connection: Connection) -> Iterator[dict[str, Any]]:
    """The latest award of each case and instalment; of a case that has ended, as much as was paid.

    Of a voucher nothing is promised before it is redeemed, also while its case is still on its way.
    """
    query = (
        "SELECT a.case_number, a.subject, a.amount, a.at FROM award a WHERE a.amount > 0 "
        "AND a.code NOT IN ('settlement_voucher', 'major_project_voucher', 'compute_usage_voucher') "
        "AND a.id = (SELECT max(b.id) FROM award b WHERE b.case_number = a.case_number AND b.subject = a.subject "
        "AND b.eligible AND b.amount IS NOT NULL) ORDER BY a.id"
    )
    paid = sa.text(
        "SELECT sum(amount) AS paid FROM payment WHERE case_number = :number AND subject = :subject AND status = 'paid'"
    ).columns(paid=Fen())
    for row, case in _rows(connection, query, amount=Fen(), at=Instant()):
        of = {"number": case.number, "subject": row.subject}
        standing = (connection.execute(paid, of).scalar() or Decimal(0)) if case.final else row.amount
        if standing:
            key = f"promised/{row.subject}"
            way = ("budget", "promised")
            yield _entry(case, row, key, "promised", way, standing, subject=row.subject)


def _payments(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every payment in its order: ordered, again after a return, and then what the bank said."""
    query = (
        "SELECT p.id, p.case_number, p.subject, p.amount, p.status, p.ordered_at AS at FROM payment p "
        "ORDER BY p.case_number, p.ordered_at, length(p.id), p.id"
    )
    returned: set[tuple[str, str]] = set()
    for row, case in _rows(connection, query, amount=Fen(), at=Instant()):
        part = (row.case_number, row.subject)
        source = "returned" if part in returned else "promised"
        returned.discard(part)
        of = {"subject": row.subject}
        yield _entry(case, row, f"ordered/{row.id}", "ordered", (source, "ordered"), row.amount, **of)
        if row.status != "ordered":
            way = ("ordered", row.status)
            yield _entry(case, row, f"{row.status}/{row.id}", row.status, way, row.amount, **of)
        if row.status == "returned":
            returned.add(part)


def _used_invoices(connection: Connection) -> Iterator[dict[str, Any]]:
    """Invoices of redemptions that were approved; one that was let through twice counts for the first."""
    query = sa.text(
        "SELECT case_number, number, invoices FROM redemption WHERE status = 'approved' ORDER BY case_number, number"
    ).columns(invoices=sa.JSON())
    seen: set[tuple[str, str]] = set()
    for row in connection.execute(query).all():
        for invoice in row.invoices:
            key = invoice["number"], invoice["supplier"]
            if key not in seen:
                seen.add(key)
                yield {
                    "number": key[0],
                    "supplier": key[1],
                    "case_number": row.case_number,
                    "redemption": row.number,
                }
