"""The ledger of money: posting entries, and balances as sums over them. The only place that writes ``ledger_entry``."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, case, false, func, type_coerce
from sqlmodel import col, select

from adapters.store.audit.chain import append
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.columns import Fen
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.writing import Session, hold
from domain.audit.entry import HOUSE
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Entry, Place, WrongEntry, refuse_wrong
from domain.ledger.pool import Pool
from domain.ledger.subjects import subject_of
from domain.money import wire_text


def post(session: Session, *entries: Entry) -> None:
    """Add entries; one whose key is there already counts once.

    The caller holds what the source belongs to (its case, its pool), so that no other spends it meanwhile.

    Raises:
        WrongEntry: an entry would lose, invent or overdraw money, or its key stands for something else.
    """
    for entry in entries:
        known = session.exec(select(LedgerEntry).where(LedgerEntry.key == entry.key)).first()
        if known is None:
            left = balance(session, entry.source)
            refuse_wrong(entry, left)
            session.add(_row(entry))
            session.flush()
            _record(session, entry, left)
        elif entry_of(known) != entry:
            raise WrongEntry(f"{entry.key}: stands for another entry already")


def _record(session: Session, entry: Entry, left: Decimal) -> None:
    """Leave the change in the audit record, with the balance of its source before and after."""
    append(
        session,
        chain=entry.case_number or HOUSE,
        at=entry.at,
        action=f"money:{entry.movement.value}",
        subject=entry.key,
        before={str(entry.source): wire_text(left)},
        after={
            str(entry.source): wire_text(left - entry.amount),
            "to": str(entry.target),
            "amount": wire_text(entry.amount),
            "clause": entry.clause,
        },
    )


def balance(session: Session, place: Place) -> Decimal:
    """What is at a place, 元."""
    into = (col(LedgerEntry.target) == place.account.value) & (col(LedgerEntry.target_holder) == place.holder)
    out_of = (col(LedgerEntry.source) == place.account.value) & (
        col(LedgerEntry.source_holder) == place.holder
    )
    return _sum(session, into, out_of, into | out_of)


def total(session: Session, accounts: Iterable[Account], *conditions: ColumnElement[bool]) -> Decimal:
    """What is in some accounts together, over the entries that fulfil the conditions, 元."""
    names = [account.value for account in accounts]
    into, out_of = col(LedgerEntry.target).in_(names), col(LedgerEntry.source).in_(names)
    return _sum(session, into, out_of, *conditions)


def borne_by(unit: str) -> ColumnElement[bool]:
    """Entries of the cases that a unit bears now, those of units that it took over among them."""
    return col(LedgerEntry.case_number).in_(select(CaseFile.number).where(CaseFile.unit == unit))


def case_total(session: Session, case_number: str, *accounts: Account) -> Decimal:
    """What a case has in some accounts, all instalments and redemptions together, 元."""
    return total(session, accounts, col(LedgerEntry.case_number) == case_number)


def case_moved(session: Session, case_number: str, movement: Movement) -> Decimal:
    """How much a case has moved in one way altogether, 元."""
    moved = col(LedgerEntry.movement) == movement.value
    return _sum(session, moved, false(), moved, col(LedgerEntry.case_number) == case_number)


def subjects_with(session: Session, case_number: str, account: Account) -> dict[str, Decimal]:
    """Part of a case by which it holds → what it has in an account; nothing where there is nothing left."""
    into, out_of = col(LedgerEntry.target) == account.value, col(LedgerEntry.source) == account.value
    fen = type_coerce(col(LedgerEntry.amount), BigInteger)
    holder = case((into, col(LedgerEntry.target_holder)), else_=col(LedgerEntry.source_holder))
    asked = (
        select(holder, type_coerce(func.sum(case((into, fen), else_=-fen)), Fen))
        .where(LedgerEntry.case_number == case_number, into | out_of)
        .group_by(holder)
    )
    return {subject_of(name): amount for name, amount in session.exec(asked) if amount}


def open_pool(session: Session, pool: Pool, at: datetime) -> Decimal:
    """Hold a pool until the transaction ends, opening it when it is new; gives what is left in it, 元."""
    hold(session, f"pool:{pool.code}:{pool.year}")
    opened = pool.opened(at)
    if session.exec(select(LedgerEntry.id).where(LedgerEntry.key == opened.key)).first() is None:
        post(session, opened)
    return balance(session, pool.place)


def settle_pool(session: Session, pool: Pool, key: str, at: datetime) -> None:
    """The year is over: what is left in its pool lapses."""
    left = open_pool(session, pool, at)
    if left:
        post(session, pool.settled(left, key, at))


def pool_lapsed(session: Session, pool: Pool) -> Decimal:
    """What has lapsed of a year's pool so far, 元."""
    settled = col(LedgerEntry.movement) == Movement.SETTLED.value
    return _sum(session, settled, false(), settled, col(LedgerEntry.source_holder) == pool.place.holder)


def entry_of(row: LedgerEntry) -> Entry:
    """An entry as it was posted."""
    places = {
        "source": Place(account=Account(row.source), holder=row.source_holder),
        "target": Place(account=Account(row.target), holder=row.target_holder),
    }
    return Entry.model_validate({**row.model_dump(), **places})


def _row(entry: Entry) -> LedgerEntry:
    content = entry.model_dump(exclude={"source", "target", "movement"})
    return LedgerEntry(
        movement=entry.movement.value,
        source=entry.source.account.value,
        source_holder=entry.source.holder,
        target=entry.target.account.value,
        target_holder=entry.target.holder,
        **content,
    )


def _sum(
    session: Session, into: ColumnElement[bool], out_of: ColumnElement[bool], *conditions: ColumnElement[bool]
) -> Decimal:
    """Σ into − Σ out of; an entry that does both cancels out."""
    fen = type_coerce(col(LedgerEntry.amount), BigInteger)
    signed = case((into, fen), else_=0) - case((out_of, fen), else_=0)
    asked = select(type_coerce(func.coalesce(func.sum(signed), 0), Fen)).where(*conditions)
    return session.exec(asked).one()
