"""Reading the ledger: entries in order page by page, balances over the same filter, and the pools of the years."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, or_, type_coerce
from sqlmodel import Session, col, func, select

from adapters.store.audit.reconciliation import one_moment
from adapters.store.money.ledger import entry_of
from adapters.store.money.once import tested_by_units
from adapters.store.money.selection import ranked_in_year
from adapters.store.money.vouchers import QUEUED
from adapters.store.people.recusals import cases_left
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, LedgerEntry, VoucherRow
from adapters.store.tables.columns import Fen
from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Entry
from domain.money import ZERO


class LedgerFilter(Frozen):
    """What is asked for; ``own_unit`` by who reads."""

    case_number: str | None = None
    unit: str | None = None
    code: str | None = None
    year: int | None = None
    account: Account | None = None
    movement: Movement | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    left_by: str = ""


class NumberedEntry(Frozen):
    """An entry and its place in the ledger."""

    id: int
    entry: Entry


class LedgerPage(Frozen):
    """Entries in order, and the balance of each account over all that the filter lets through."""

    entries: tuple[NumberedEntry, ...]
    balances: dict[Account, Decimal]


class QueuedCase(Frozen):
    """A place in the queue for a voucher."""

    case_number: str
    unit: str
    asked: Decimal | None
    complete_at: datetime | None
    queued_at: datetime | None


class PoolState(Frozen):
    """A voucher pool as it stands, 元; nothing is in it before its first voucher opened it."""

    opened: Decimal = ZERO
    left: Decimal = ZERO
    issued: Decimal = ZERO
    redeemed: Decimal = ZERO
    paid: Decimal = ZERO
    released: Decimal = ZERO
    settled: Decimal = ZERO
    queue: tuple[QueuedCase, ...] = ()


class BatchState(Frozen):
    """A year's batch: selected cases, and how many wait for it."""

    selected: tuple[str, ...] = ()
    waiting: int = 0


def read_ledger(engine: Engine, asked: LedgerFilter, after: int, limit: int) -> LedgerPage:
    """Up to ``limit`` entries behind the id ``after``, with the balances of all, as one moment has them."""
    conditions = _conditions(asked)
    wanted = select(LedgerEntry).where(col(LedgerEntry.id) > after, *conditions)
    with one_moment(engine) as reading:
        rows = reading.exec(wanted.order_by(col(LedgerEntry.id)).limit(limit)).all()
        return LedgerPage(
            entries=tuple(NumberedEntry(id=row.id or 0, entry=entry_of(row)) for row in rows),
            balances=_balances(reading, conditions),
        )


def _conditions(asked: LedgerFilter) -> list[ColumnElement[bool]]:
    found = [
        col(getattr(LedgerEntry, name)) == value
        for name in ("case_number", "unit", "code", "year", "movement")
        if (value := getattr(asked, name)) is not None
    ]
    if asked.account is not None:
        sides = (LedgerEntry.source, LedgerEntry.target)
        found.append(or_(*(col(side) == asked.account.value for side in sides)))
    if asked.begins is not None:
        found.append(col(LedgerEntry.at) >= asked.begins)
    if asked.ends is not None:
        found.append(col(LedgerEntry.at) < asked.ends)
    if asked.left_by:
        found.append(col(LedgerEntry.case_number).not_in(cases_left(asked.left_by)))
    return found


def _balances(session: Session, conditions: list[ColumnElement[bool]]) -> dict[Account, Decimal]:
    balances = dict.fromkeys(Account, ZERO)
    for side, sign in ((LedgerEntry.target, 1), (LedgerEntry.source, -1)):
        fen = func.sum(type_coerce(col(LedgerEntry.amount), BigInteger))
        asked = select(side, type_coerce(fen, Fen)).where(*conditions).group_by(col(side))
        for account, amount in session.exec(asked):
            balances[Account(account)] += sign * (amount or ZERO)
    return balances


def read_pool(engine: Engine, code: str, year: int) -> PoolState:
    """A voucher pool of a year and its queue."""
    holder = f"{code}/{year}"
    with one_moment(engine) as reading:
        return PoolState(**_flows(reading, holder), queue=tuple(_queue(reading, year)))


def _flows(session: Session, holder: str) -> dict[str, Decimal]:
    """What went into and out of the pool, and what became of its vouchers."""
    touched = or_(col(LedgerEntry.source_holder) == holder, col(LedgerEntry.target_holder) == holder)
    cases = select(LedgerEntry.case_number).where(touched, LedgerEntry.case_number != "")
    sums: dict[tuple[str, str], Decimal] = {}
    fen = type_coerce(func.sum(type_coerce(col(LedgerEntry.amount), BigInteger)), Fen)
    asked = select(LedgerEntry.source, LedgerEntry.target, fen).where(
        or_(touched, col(LedgerEntry.case_number).in_(cases))
    )
    grouped = asked.group_by(col(LedgerEntry.source), col(LedgerEntry.target))
    for source, target, amount in session.exec(grouped):
        sums[source, target] = amount

    def net(source: Account, target: Account) -> Decimal:
        return sums.get((source.value, target.value), ZERO)

    issued, released = net(Account.RESERVED, Account.ISSUED), net(Account.ISSUED, Account.POOL)
    settled = net(Account.POOL, Account.BUDGET)
    return {
        "opened": net(Account.BUDGET, Account.POOL),
        "left": net(Account.BUDGET, Account.POOL) - net(Account.POOL, Account.RESERVED) + released - settled,
        "issued": issued,
        "redeemed": net(Account.ISSUED, Account.PROMISED) - net(Account.PROMISED, Account.ISSUED),
        "paid": net(Account.ORDERED, Account.PAID),
        "released": released,
        "settled": settled,
    }


def _queue(session: Session, year: int) -> list[QueuedCase]:
    """In the order in which they are served."""
    columns = (CaseFile.number, CaseFile.unit, CaseFile.amount, CaseFile.complete_at, VoucherRow.queued_at)
    asked = (
        select(*columns)  # type: ignore[call-overload]
        .join(VoucherRow, col(VoucherRow.case_number) == CaseFile.number)
        .where(VoucherRow.year == year, VoucherRow.status == QUEUED, col(CaseFile.final).is_(False))
        .order_by(col(CaseFile.complete_at), col(VoucherRow.queued_at), col(VoucherRow.case_number))
    )
    names = ("case_number", "unit", "asked", "complete_at", "queued_at")
    return [QueuedCase(**dict(zip(names, row, strict=True))) for row in session.execute(asked)]


def read_batch(engine: Engine, code: str, year: int) -> BatchState:
    """The selected of a year's batch, and how many wait for its closing day."""
    waiting = select(func.count()).where(
        CaseFile.code == code, CaseFile.stage == Stage.BATCH_SELECTION.value, CaseFile.fiscal_year == year
    )
    with one_moment(engine) as reading:
        places = ranked_in_year(reading, code, year)
        selected = (place.case_number for place in places if place.selected and not place.is_void)
        return BatchState(selected=tuple(selected), waiting=reading.exec(waiting).one())


def tested_of_year(engine: Engine, code: str, year: int, unit: str | None) -> dict[str, Decimal]:
    """Unit → what its cases hold for testing of a year's cap (measure 10), 元."""
    with one_moment(engine) as reading:
        return tested_by_units(reading, code, year, unit)


def held_by_units(
    engine: Engine, codes: list[str], year: int, accounts: tuple[Account, ...], unit: str | None
) -> dict[str, Decimal]:
    """Unit → what its cases of these types hold in a year, 元."""
    names = [account.value for account in accounts]
    fen = type_coerce(func.sum(type_coerce(col(LedgerEntry.amount), BigInteger)), Fen)
    sums: dict[str, Decimal] = {}
    with one_moment(engine) as reading:
        for side, sign in ((LedgerEntry.target, 1), (LedgerEntry.source, -1)):
            bearing = col(CaseFile.number) == col(LedgerEntry.case_number)
            asked = select(CaseFile.unit, fen).join(LedgerEntry, bearing)
            asked = asked.where(
                col(side).in_(names), col(LedgerEntry.code).in_(codes), LedgerEntry.year == year
            )
            if unit is not None:
                asked = asked.where(CaseFile.unit == unit)
            for holder, amount in reading.exec(asked.group_by(col(CaseFile.unit))):
                sums[holder] = sums.get(holder, ZERO) + sign * amount
    return {holder: amount for holder, amount in sorted(sums.items()) if amount}
