"""Reading bulk acts, and counting what their items have come to."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, func, or_, select

from adapters.store.engine import open_session
from adapters.store.people.recusals import recusals_of
from adapters.store.reach import Engine
from adapters.store.schema import BulkActRow as ActRow
from adapters.store.schema import BulkItemRow as ItemRow
from domain.bulk.listing import BulkAct, BulkItem, ItemStatus

Tallies = dict[str, dict[ItemStatus, int]]
"""Bulk act → what its items have come to."""


def read_bulk(engine: Engine, identifier: str) -> BulkAct | None:
    """A bulk act, or None."""
    with open_session(engine) as session:
        row = session.get(ActRow, identifier)
        return BulkAct.model_validate(row.model_dump()) if row else None


def counts_of(engine: Engine, identifier: str) -> dict[ItemStatus, int]:
    """What the items of one bulk act have come to."""
    with open_session(engine) as session:
        return tally(session, [identifier])[identifier]


def list_bulks(
    engine: Engine, account: str, after: BulkAct | None, limit: int
) -> list[tuple[BulkAct, dict[ItemStatus, int]]]:
    """A person's bulk acts before the one given, newest first, each with its counts."""
    wanted = (
        select(ActRow)
        .where(ActRow.account == account)
        .order_by(col(ActRow.made_at).desc(), col(ActRow.id).desc())
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(_before(after))
    with open_session(engine) as session:
        found = [BulkAct.model_validate(row.model_dump()) for row in session.exec(wanted)]
        counts = tally(session, [one.id for one in found])
    return [(one, counts[one.id]) for one in found]


def _before(last: BulkAct) -> Any:
    same = (col(ActRow.made_at) == last.made_at) & (col(ActRow.id) < last.id)
    return or_(col(ActRow.made_at) < last.made_at, same)


def items_of(
    engine: Engine, identifier: str, after: int = 0, limit: int | None = None, status: str | None = None
) -> list[BulkItem]:
    """The items of a bulk act that come after a number, in their order."""
    wanted = (
        select(ItemRow)
        .where(ItemRow.bulk_id == identifier, col(ItemRow.number) > after)
        .order_by(col(ItemRow.number))
    )
    if status is not None:
        wanted = wanted.where(ItemRow.status == status)
    if limit is not None:
        wanted = wanted.limit(limit)
    with open_session(engine) as session:
        return [BulkItem.model_validate(row.model_dump()) for row in session.exec(wanted)]


def have_left(engine: Engine, case_number: str) -> frozenset[str]:
    """The accounts that have left a case because of an interest of theirs (回避)."""
    with open_session(engine) as session:
        return frozenset(recusal.account for recusal in recusals_of(session, case_number))


def tally(session: Session, identifiers: Iterable[str]) -> Tallies:
    """Count the items of some bulk acts by what came of them."""
    found: Tallies = {identifier: {} for identifier in identifiers}
    wanted = (
        select(ItemRow.bulk_id, ItemRow.status, func.count())
        .where(col(ItemRow.bulk_id).in_(list(found)))
        .group_by(col(ItemRow.bulk_id), col(ItemRow.status))
    )
    for identifier, status, count in session.exec(wanted):
        found[identifier][ItemStatus(status)] = count
    return found
