"""What is to be stamped of the record, and keeping the stamps; the database refuses to change them."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlmodel import col, exists, select

from adapters.store.audit.queries import Row
from adapters.store.schema import AuditHead, AuditStampedHead, AuditStampRow
from adapters.store.writing import Session, hold
from domain.audit.stamps import Stamp

AT_ONCE = 10_000


def last_stamp(session: Session) -> Stamp | None:
    """The stamp of the latest day."""
    row = session.exec(select(AuditStampRow).order_by(col(AuditStampRow.day).desc()).limit(1)).first()
    return None if row is None else Stamp.model_validate(row.model_dump())


def moved_heads(session: Session) -> list[Row]:
    """Chain, length and tip of every head that was never stamped as it stands, all of one moment."""
    is_stamped = exists().where(
        col(AuditStampedHead.chain) == AuditHead.chain, col(AuditStampedHead.length) == AuditHead.length
    )
    asked = select(col(AuditHead.chain), col(AuditHead.length), col(AuditHead.tip)).where(~is_stamped)
    return [dict(row) for row in session.connection().execute(asked).mappings()]


def keep_stamp(session: Session, stamp: Stamp, previous: Stamp | None, heads: Sequence[Row]) -> bool:
    """Keep a stamp with the heads that it covers; whether nobody else has kept one since the one before."""
    hold(session, "stamps")
    if last_stamp(session) != previous:
        return False
    connection = session.connection()
    connection.execute(insert(AuditStampRow), stamp.model_dump())
    for begin in range(0, len(heads), AT_ONCE):
        rows = [{**head, "day": stamp.day} for head in heads[begin : begin + AT_ONCE]]
        connection.execute(insert(AuditStampedHead), rows)
    return True
