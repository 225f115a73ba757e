"""Masking what a term of years has come to: by the register, case by case, with a link of the case's chain."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, LargeBinary, Table, UniqueConstraint, literal, or_
from sqlmodel import Session, SQLModel, col, func, select

from adapters.store import schema
from adapters.store.audit.chain import append
from adapters.store.cases.file import load_case
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.tables.audit.chain import AuditEntryRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.notice import OutsideObjectorRow
from domain.audit.entry import MASKED, instant_text
from domain.calendar import anniversary, shanghai_date, shanghai_midnight
from domain.personal_data.register import PersonalData, register

assert schema.__all__  # noqa: S101 - importing it makes every table known

MASK: Final = "****"
WORDS: Final = "audit_words"
"""The table of which a row is removed: words and salt go together; the chain says that they did."""


def mask_what_is_due(engine: Engine, at: datetime, most: int | None = None) -> Counter[str]:
    """Mask whatever has come to its term, a transaction a case; how many rows by term. Safe to repeat, also when it was broken off.

    Args:
        engine: the store.
        at: the moment that counts.
        most: so many cases of a term; all unless given.
    """
    kept, done = register().kept, Counter[str]()
    for name, term in register().terms.items():
        if term.years is None:
            continue
        due = tuple(each for each in kept if each.term == name)
        before = shanghai_midnight(anniversary(shanghai_date(at), years=-term.years))
        with open_session(engine) as session:
            cases = _cases_due(session, name, before)
        for case_number in cases[:most]:
            with transaction(engine) as session:
                load_case(session, case_number)  # held: an act may take it up again in this moment
                done[name] += mask_case(session, case_number, due, name, at)
    return done


def _cases_due(session: Session, term: str, before: datetime) -> list[str]:
    """The cases that ended before an instant and were not masked for this term since they ended, by number."""
    ended = select(CaseFile.number, CaseFile.since).where(
        col(CaseFile.final).is_(True), col(CaseFile.since) < before
    )
    links = select(AuditEntryRow.chain, func.max(AuditEntryRow.at)).where(
        AuditEntryRow.action == MASKED, AuditEntryRow.subject == term
    )
    masked = dict(session.exec(links.group_by(AuditEntryRow.chain)).all())
    return sorted(
        number for number, since in session.exec(ended) if masked.get(number, "") < instant_text(since)
    )


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
    changed = Counter[str]()
    for each in kept:
        for name, columns in each.tables.items():
            changed[name] += _masked(session, SQLModel.metadata.tables[name], columns, case_number)
    after = {"rows": sum(changed.values()), "words": changed[WORDS]}
    append(session, chain=case_number, at=at, action=MASKED, subject=term, after=after)
    return sum(changed.values())


def _masked(session: Session, table: Table, columns: tuple[str, ...], case_number: str) -> int:
    connection, of_case = session.connection(), _of_case(table, case_number)
    if table.name == WORDS:
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
