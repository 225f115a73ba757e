"""Keeping bulk acts: what was asked, which items are next, what came of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from adapters.store.audit.chain import append
from adapters.store.bulk.queries import read_bulk, tally
from adapters.store.engine import transaction
from adapters.store.reach import Engine
from adapters.store.schema import BulkActRow as ActRow
from adapters.store.schema import BulkItemRow as ItemRow
from adapters.store.writing import hold
from domain.audit.entry import HOUSE
from domain.bulk.listing import OPEN, BulkAct, BulkItem, ItemStatus
from domain.errors import RefusalFacts

MOST_TRIES = 20
"""A case that has not answered so often is left alone, and the item is told as unknown."""


def keep_bulk(engine: Engine, asked: BulkAct, items: Sequence[BulkItem]) -> BulkAct:
    """Keep a bulk act with its items; when it is there already, the first is given."""
    try:
        with transaction(engine) as session:
            _keep(session, asked, items)
    except IntegrityError:
        first = read_bulk(engine, asked.id)
        if first is None:
            raise
        return first
    return asked


def _keep(session: Session, asked: BulkAct, items: Sequence[BulkItem]) -> None:
    session.add(ActRow(**asked.model_dump() | {"role": asked.role.value}))
    session.flush()
    session.add_all(ItemRow(bulk_id=asked.id, **_row(item)) for item in items)
    refused = sum(item.status is ItemStatus.REFUSED for item in items)
    append(
        session,
        chain=HOUSE,
        at=asked.made_at,
        action="bulk-act:made",
        actor=asked.account,
        party=asked.party,
        subject=asked.id,
        after={"act": asked.kind, "items": asked.total, "refused": refused},
    )


def _row(item: BulkItem) -> dict[str, Any]:
    refusal = item.refusal.model_dump(mode="json") if item.refusal else None
    return item.model_dump(exclude={"refusal"}) | {"status": item.status.value, "refusal": refusal}


def begin_items(engine: Engine, bulk: str, limit: int) -> list[BulkItem]:
    """The next items, which are begun now, each with the status that it had.

    Those that were begun before and came to nothing are among them; what a case did not answer comes last.
    """
    open_ones = [status.value for status in OPEN]
    wanted = (
        select(ItemRow)
        .where(ItemRow.bulk_id == bulk, col(ItemRow.status).in_(open_ones))
        .order_by(col(ItemRow.tries), col(ItemRow.number))
        .limit(limit)
    )
    with transaction(engine) as session:
        hold(session, f"bulk-act/{bulk}")
        rows = session.exec(wanted).all()
        found = [BulkItem.model_validate(row.model_dump()) for row in rows]
        for row in rows:
            row.status = ItemStatus.BEGUN.value
        return found


def note_done(engine: Engine, bulk: str, number: int, stage: str, at: datetime) -> None:
    """Note that an item's act was done, and where its case stands; what came of an item stays."""
    _note(engine, bulk, number, status=ItemStatus.DONE.value, stage=stage, at=at)


def note_refused(engine: Engine, bulk: str, number: int, refusal: RefusalFacts, at: datetime) -> None:
    """Note why an item's act was not done."""
    facts = refusal.model_dump(mode="json")
    _note(engine, bulk, number, status=ItemStatus.REFUSED.value, refusal=facts, at=at)


def note_silence(engine: Engine, bulk: str, item: BulkItem, at: datetime) -> None:
    """Note that a case did not answer in time; after so many tries what came of it is not known."""
    tries = item.tries + 1
    status = ItemStatus.UNKNOWN if tries >= MOST_TRIES else ItemStatus.BEGUN
    _note(engine, bulk, item.number, status=status.value, tries=tries, at=at)


def _note(engine: Engine, bulk: str, number: int, **changes: object) -> None:
    open_ones = [status.value for status in OPEN]
    with transaction(engine) as session:
        session.exec(
            update(ItemRow)
            .where(
                col(ItemRow.bulk_id) == bulk,
                col(ItemRow.number) == number,
                col(ItemRow.status).in_(open_ones),
            )
            .values(**changes)
        )


def cancel_waiting(engine: Engine, asked: BulkAct, at: datetime) -> None:
    """Cancel every item that has not begun. Done once: who cancels again finds nothing left to cancel."""
    with transaction(engine) as session:
        hold(session, f"bulk-act/{asked.id}")
        row = session.get_one(ActRow, asked.id)
        waiting = tally(session, [asked.id])[asked.id].get(ItemStatus.WAITING, 0)
        if row.cancelled_at is not None or not waiting:
            return
        row.cancelled_at = at
        session.exec(
            update(ItemRow)
            .where(col(ItemRow.bulk_id) == asked.id, col(ItemRow.status) == ItemStatus.WAITING.value)
            .values(status=ItemStatus.CANCELLED.value, at=at)
        )
        append(
            session,
            chain=HOUSE,
            at=at,
            action="bulk-act:cancelled",
            actor=asked.account,
            party=asked.party,
            subject=asked.id,
            after={"act": asked.kind, "cancelled": waiting},
        )
