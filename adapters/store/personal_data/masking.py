"""Masking what a term of years has come to: by the register, case by case, with a link of the case's chain."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, LargeBinary, Table, UniqueConstraint
from sqlmodel import Session, SQLModel, col, func, select

from adapters.store import schema
from adapters.store.audit.chain import append
from adapters.store.engine import open_session, transaction
from adapters.store.personal_data.files import Erase, case_of, erase_files
from adapters.store.reach import Engine
from adapters.store.tables.audit.chain import AuditEntryRow
from adapters.store.tables.case_file import CaseFile
from domain.audit.entry import HOUSE, MASKED, instant_text
from domain.personal_data.numbers import READ_BY_OTHERS
from domain.personal_data.register import FREE, PersonalData, register

assert schema.__all__  # noqa: S101 - importing it makes every table known

MASK: Final = "****"
WORDS: Final = "audit_words"
"""The table of which a row is removed: words and salt go together; the chain says that they did."""

ROWS_OF_A_CASE: Final = 100
"""Where so many cases are masked at once, of what belongs to no case so many rows for each."""


def mask_what_is_due(engine: Engine, erase: Erase, at: datetime, most: int | None = None) -> Counter[str]:
    """Mask whatever has come to its term, a transaction a case; how many rows by term. Safe to repeat, also when it was broken off.

    Args:
        engine: the store.
        erase: the bytes of a file.
        at: the moment that counts.
        most: so many cases of a term; all unless given.
    """
    done = Counter[str]()
    for name, before in register().over(at).items():
        with open_session(engine) as session:
            cases = _cases_due(session, name, before)
        for case_number in cases[:most]:
            with transaction(engine) as session:
                done[name] += mask_case(session, erase, case_number, name, at)
        with transaction(engine) as session:
            done[name] += _mask_of_no_case(session, name, before, at, most and most * ROWS_OF_A_CASE)
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


def mask_case(session: Session, erase: Erase, case_number: str, term: str, at: datetime) -> int:
    """Mask what is kept of persons in a case for a term that is over; how many rows changed. Safe to repeat.

    The case is held, and looked at once more: it may have been taken up again since it was chosen.

    Args:
        session: the transaction.
        erase: the bytes of a file.
        case_number: of the case.
        term: its key.
        at: when.
    """
    asked = select(CaseFile.final, CaseFile.since).where(CaseFile.number == case_number)
    final, since = session.exec(asked.with_for_update(key_share=True)).one()
    if not final or since >= register().over(at)[term]:
        return 0
    changed = Counter[str]()
    for each in register().of_term(term):
        for name, columns in each.tables.items():
            table = SQLModel.metadata.tables[name]
            if name not in each.dated:
                changed[name] += _masked(session, table, columns, _of_case(each, table, case_number))
        erase_files(session, erase, each, case_number, at)
    after = {"rows": sum(changed.values()), "words": changed[WORDS]}
    append(session, chain=case_number, at=at, action=MASKED, subject=term, after=after)
    return sum(changed.values())


def _mask_of_no_case(session: Session, term: str, before: datetime, at: datetime, most: int | None) -> int:
    """The same for rows of no case, counted from the instant of each; a link of the house's chain where there are any."""
    changed = 0
    for each in register().of_term(term):
        for name, instant in each.dated.items():
            table, columns = SQLModel.metadata.tables[name], each.tables[name]
            keys = list(table.primary_key.columns)
            due = table.select().with_only_columns(*keys).order_by(table.c[instant]).limit(most)
            is_due = (table.c.case_number.is_(None), table.c[instant] < before, table.c[columns[0]] != MASK)
            for row in session.connection().execute(due.where(*is_due)).all():
                this = [key == value for key, value in zip(keys, row, strict=True)]
                changed += _masked(session, table, columns, *this)
    if changed:
        append(session, chain=HOUSE, at=at, action=MASKED, subject=term, after={"rows": changed})
    return changed


def _of_case(each: PersonalData, table: Table, number: str) -> ColumnElement[bool]:
    """The rows of a case; a mail about an objection bears its number in the Message-ID alone."""
    if table.name in each.named:
        is_of: ColumnElement[bool] = table.c.case_number.is_(None)
        return is_of & table.c[each.named[table.name]].startswith(f"<{number}.")
    return case_of(table) == number


def _masked(session: Session, table: Table, columns: tuple[str, ...], *chosen: ColumnElement[bool]) -> int:
    connection = session.connection()
    if table.name == WORDS:
        return connection.execute(table.delete().where(*chosen)).rowcount
    keys = list(table.primary_key.columns)
    changed = 0
    for row in connection.execute(table.select().where(*chosen)).mappings().all():
        values = _values(table, columns, dict(row))
        if values:
            this = (key == row[key.name] for key in keys)
            changed += connection.execute(table.update().where(*this).values(**values)).rowcount
    return changed


def _values(table: Table, columns: tuple[str, ...], row: dict[str, Any]) -> dict[str, Any]:
    """What is to be written into a row; nothing where it is masked already."""
    found: dict[str, Any] = {}
    for column in columns:
        name = column.removesuffix(FREE)
        was = row[name]
        masked = without_free_words(was) if name != column else _mask_of(table, name, was, row)
        if masked != was:
            found[name] = masked
    return found


def _mask_of(table: Table, name: str, was: Any, row: dict[str, Any]) -> Any:
    if not was:
        return was
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return type(was)()
    if isinstance(kind, LargeBinary):
        return None
    return f"{MASK}{row['id']}" if _is_unique(table, name) else MASK


def without_free_words(content: Any) -> Any:
    """JSON of which all that somebody wrote freely is masked, wherever it stands; the rest of it is figures, codes and ids."""
    if isinstance(content, list):
        return [without_free_words(each) for each in content]
    if not isinstance(content, dict):
        return content
    return {
        name: MASK
        if name in READ_BY_OTHERS and isinstance(value, str) and value
        else without_free_words(value)
        for name, value in content.items()
    }


def _is_unique(table: Table, name: str) -> bool:
    """Whether two masks alike would be refused."""
    alike = (each for each in table.constraints if isinstance(each, UniqueConstraint))
    return any(name in each.columns for each in alike)
