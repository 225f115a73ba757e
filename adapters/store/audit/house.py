"""Asking the house's chain what its links say, by an index of its own: it has a link for each case beside."""

from collections.abc import Iterable
from datetime import datetime, time

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, func, select

from adapters.store.tables.audit.chain import OF_THE_HOUSE, AuditEntryRow
from domain.audit.entry import instant_text
from domain.calendar import SHANGHAI, shanghai_date


def count_of_the_house(
    session: Session,
    actions: Iterable[str],
    *wanted: ColumnElement[bool] | bool,
    on: datetime | None = None,
) -> int:
    """How many links of the house's chain tell of these actions.

    Args:
        session: a session.
        actions: each is looked up by itself, or SQLite would read the chain whole.
        wanted: what else they say.
        on: only those since the day of this instant began (Asia/Shanghai).
    """
    asked = select(func.count()).select_from(AuditEntryRow).where(text(OF_THE_HOUSE), *wanted)
    if on is not None:
        day = datetime.combine(shanghai_date(on), time(), tzinfo=SHANGHAI)
        asked = asked.where(AuditEntryRow.at >= instant_text(day))
    return sum(session.exec(asked.where(AuditEntryRow.action == action)).one() for action in actions)
