"""What a search looks into: every beginning that a part of a name or of a number may have."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Text, event
from sqlmodel import Field, SQLModel

from adapters.store.inserting import insert_once
from adapters.store.tables.account import UnitEntryRow
from adapters.store.tables.case_file import CaseFile

LONGEST_PART = 6
"""Signs of a part: six of a number leave few cases, two of a Chinese name do."""

BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")
"""A range of texts is what begins alike on every database, whatever language that is set up for."""


class SearchPart(SQLModel, table=True):
    """What a text has from one of its signs on, up to ``LONGEST_PART``: whatever is in the text is the beginning of one.

    ``kind`` is ``CASES``, of which ``holder`` is the number, or ``UNITS``, of which it is the code.
    """

    __tablename__ = "search_part"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: str = Field(primary_key=True)
    part: str = Field(primary_key=True, sa_type=BYTEWISE)
    holder: str = Field(primary_key=True)


CASES, UNITS = "c", "u"
_PARTS: Any = SearchPart.__table__  # type: ignore[attr-defined]


def parts_of(text: str) -> Iterator[str]:
    """The parts of a text in normal form, whose lines are texts of their own; each once."""
    yield from dict.fromkeys(
        line[start : start + LONGEST_PART] for line in text.split("\n") for start in range(len(line))
    )


def keep_parts(connection: Connection, kind: str, holder: str, text: str, *, known: str = "") -> None:
    """Have a case or a unit found by this text, and no more by what the text ``known`` had besides."""
    before, now = set(parts_of(known)), set(parts_of(text))
    of_holder = (_PARTS.c.kind == kind, _PARTS.c.holder == holder)
    if gone := before - now:
        connection.execute(_PARTS.delete().where(*of_holder, _PARTS.c.part.in_(gone)))
    if added := now - before:
        insert = insert_once(connection, _PARTS)
        connection.execute(insert, [{"kind": kind, "holder": holder, "part": part} for part in sorted(added)])


@event.listens_for(CaseFile, "after_insert")
def _case(_mapper: object, connection: Connection, row: CaseFile) -> None:
    """Whoever lays down a case has it found."""
    keep_parts(connection, CASES, row.number, row.found_by)


@event.listens_for(UnitEntryRow, "after_insert")
def _unit(_mapper: object, connection: Connection, row: UnitEntryRow) -> None:
    """A unit is found by its code, and by every name that it bears or bore."""
    if row.form:
        keep_parts(connection, UNITS, row.code, f"{row.code.casefold()}\n{row.form}")
