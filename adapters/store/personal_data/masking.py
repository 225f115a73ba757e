"""Masking what a term of years has come to: by the register, case by case, with a link of the case's chain."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, LargeBinary, Table, UniqueConstraint, literal, or_
from sqlmodel import Session, SQLModel, col, select

from adapters.store import schema
from adapters.store.audit.chain import append
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.notice import OutsideObjectorRow
from domain.audit.entry import MASKED
from domain.personal_data.register import PersonalData

assert schema.__all__  # noqa: S101 - importing it makes every table known

MASK: Final = "****"
ERASED_WHOLE: Final = frozenset({"audit_words"})
"""Tables of which a row is removed: words and salt go together."""


def ended_before(session: Session, at: datetime) -> list[str]:
    """The cases that ended before an instant, by number."""
    asked = select(CaseFile.number).where(col(CaseFile.final).is_(True), col(CaseFile.since) < at)
    return sorted(session.exec(asked))


def mask_case(
    session: Session, case_number: str, kept: tuple[PersonalData, ...], term: str, at: datetime
) -> int:
    """Mask what is kept of persons in a case for a term that is over; how many rows changed. Safe to repeat.

    Args:
        session: the transaction.
        case_number: of a case that has ended.
        kept: the entries of the register that have this term.
        term: its key.
        at: when.
    """
    changed = sum(
        _masked(session, SQLModel.metadata.tables[name], columns, case_number)
        for each in kept
        for name, columns in each.tables.items()
    )
    if changed:
        after = {"term": term, "rows": changed}
        append(session, chain=case_number, at=at, action=MASKED, subject=case_number, after=after)
    return changed


def _masked(session: Session, table: Table, columns: tuple[str, ...], case_number: str) -> int:
    connection, of_case = session.connection(), _of_case(table, case_number)
    if table.name in ERASED_WHOLE:
        return connection.execute(table.delete().where(of_case)).rowcount
    keys = list(table.primary_key.columns)
    changed = 0
    for row in connection.execute(table.select().where(of_case)).mappings().all():
        values = _values(table, columns, dict(row))
        if values:
            this = (key == row[key.name] for key in keys)
            changed += connection.execute(table.update().where(*this).values(**values)).rowcount
    return changed


def _of_case(table: Table, number: str) -> ColumnElement[bool]:
    """The rows of a case; a mail to an objector bears its number in the Message-ID alone."""
    if table.name == "outside_evidence":
        of_objector = select(OutsideObjectorRow.id).where(OutsideObjectorRow.case_number == number)
        return table.c.objector.in_(of_objector)
    if table.name == "mail":
        return or_(table.c.case_number == number, table.c.message_id.startswith(f"<{number}."))
    named = next(name for name in ("case_number", "chain", "number") if name in table.c)
    is_of: ColumnElement[bool] = table.c[named] == literal(number)
    return is_of


def _values(table: Table, columns: tuple[str, ...], row: dict[str, Any]) -> dict[str, Any]:
    """What is to be written into a row; nothing where it is masked already."""
    found: dict[str, Any] = {}
    for column in columns:
        name, _, key = column.partition(".")
        was = found.get(name, row[name])
        masked = _mask_of(table, name, key, was, row)
        if masked != was:
            found[name] = masked
    return found


def _mask_of(table: Table, name: str, key: str, was: Any, row: dict[str, Any]) -> Any:
    if not was:
        return was
    if key:
        return {**was, key: MASK} if was.get(key) else was
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return type(was)()
    if isinstance(kind, LargeBinary):
        return None
    return f"{MASK}{row['id']}" if _is_unique(table, name) else MASK


def _is_unique(table: Table, name: str) -> bool:
    """Whether two masks alike would be refused."""
    alike = (each for each in table.constraints if isinstance(each, UniqueConstraint))
    return any(name in each.columns for each in alike)
