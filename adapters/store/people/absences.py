"""Absences: entered, revoked, listed. Rules are in ``domain.people.absence``."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import col, select

from adapters.store.audit.chain import append
from adapters.store.tables.people import AbsenceRow as Row
from adapters.store.writing import Session
from domain.audit.canonical import digest_of_text
from domain.audit.entry import HOUSE
from domain.frozen import Frozen
from domain.people.absence import Absence


class AbsenceRecord(Frozen):
    """An absence as it was entered, and whether it was revoked."""

    absence: Absence
    reason: str
    entered_by: str
    entered_at: datetime
    revoked_at: datetime | None = None


def standing_absences(session: Session, departments: Collection[str], day: date) -> tuple[Absence, ...]:
    """The absences of these departments that are not revoked and not over."""
    asked = select(Row).where(
        col(Row.department).in_(departments), col(Row.revoked_at).is_(None), col(Row.until_on) >= day
    )
    return tuple(_absence(row) for row in session.exec(asked.order_by(col(Row.from_on), col(Row.id))))


def list_absences(
    session: Session, departments: Collection[str] | None, ending_from: date | None, limit: int
) -> list[AbsenceRecord]:
    """Absences, the latest first; None for all departments, and for those that are over or revoked as well."""
    asked = select(Row).order_by(col(Row.from_on).desc(), col(Row.id)).limit(limit)
    if departments is not None:
        asked = asked.where(col(Row.department).in_(departments))
    if ending_from is not None:
        asked = asked.where(col(Row.until_on) >= ending_from, col(Row.revoked_at).is_(None))
    return [_record(row) for row in session.exec(asked)]


def find_absence(session: Session, identifier: str) -> AbsenceRecord | None:
    """An absence by its id."""
    row = session.get(Row, identifier, populate_existing=True)
    return _record(row) if row else None


def add_absence(session: Session, absence: Absence, reason: str, by: str, at: datetime) -> None:
    """Keep an absence; ``record_absence`` goes with it, last in the transaction."""
    session.add(Row(**absence.model_dump(), reason=reason, entered_by=by, entered_at=at))


def record_absence(session: Session, absence: Absence, reason: str, by: str, at: datetime) -> None:
    """Chain that an absence was entered. Its reason may tell of an illness: the chain has a digest."""
    after = absence.model_dump(exclude={"id", "department"}) | {"reason_digest": digest_of_text(reason)}
    _chain(session, absence, "absence:entered", by, at, after)


def revoke_absence(session: Session, absence: Absence, by: str, at: datetime) -> None:
    """Revoke an absence, with a link of the audit chain; from now on it counts no more."""
    row = session.get_one(Row, absence.id)
    row.revoked_by, row.revoked_at = by, at
    _chain(session, absence, "absence:revoked", by, at, {"person": absence.person})


def _chain(
    session: Session, absence: Absence, action: str, by: str, at: datetime, after: dict[str, object]
) -> None:
    append(
        session,
        chain=HOUSE,
        at=at,
        actor=by,
        party=absence.department,
        action=action,
        subject=absence.id,
        after=after,
    )


def _absence(row: Row) -> Absence:
    return Absence.model_validate(row.model_dump())


def _record(row: Row) -> AbsenceRecord:
    return AbsenceRecord(
        absence=_absence(row),
        reason=row.reason,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        revoked_at=row.revoked_at,
    )
