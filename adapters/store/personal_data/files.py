"""Files whose term is over: their bytes go, unless another row whose term is not over has the same content; rows and digests stay."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Table
from sqlmodel import Session, SQLModel, col, select

from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.notice import OutsideObjectorRow
from domain.personal_data.register import PersonalData, register

Erase = Callable[[str, datetime], None]
"""Erases the bytes of a digest at a moment (``Vault.erase``)."""


def case_of(table: Table) -> ColumnElement[str]:
    """The number of the case to which a row of a table belongs."""
    if table.name == "outside_evidence":
        by = select(OutsideObjectorRow.case_number).where(OutsideObjectorRow.id == table.c.objector)
        return by.scalar_subquery()
    named = next(name for name in ("case_number", "chain", "number") if name in table.c)
    number: ColumnElement[str] = table.c[named]
    return number


def erase_files(session: Session, erase: Erase, kept: PersonalData, case_number: str, at: datetime) -> None:
    """Erase the bytes of the files of a case before the transaction that says so ends: broken off, it is done again.

    Args:
        session: the transaction.
        erase: the bytes.
        kept: the entry of the register.
        case_number: of a case whose term is over.
        at: when.
    """
    for name, column in kept.files.items():
        table = SQLModel.metadata.tables[name]
        asked = select(table.c[column]).where(case_of(table) == case_number).distinct()
        for digest in session.exec(asked).all():
            if digest and not _is_needed(session, digest, at):
                erase(digest, at)


def _is_needed(session: Session, digest: str, at: datetime) -> bool:
    """Whether a case has the content whose term for it is not over."""
    over = register().over(at)
    for kept in register().kept:
        for name, column in kept.files.items():
            table, before = SQLModel.metadata.tables[name], over.get(kept.term)
            of_case = [col(CaseFile.number) == case_of(table)]
            if before is not None:
                of_case.append(col(CaseFile.final).is_(False) | (col(CaseFile.since) >= before))
            same = (
                select(table.c[column]).join(CaseFile, of_case[0]).where(*of_case, table.c[column] == digest)
            )
            if session.exec(same.limit(1)).first() is not None:
                return True
    return False
