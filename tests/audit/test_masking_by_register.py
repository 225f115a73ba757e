"""Whatever column the register gives a term of years is masked when it is over, in every table: none can be forgotten."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Table
from sqlmodel import Session, SQLModel

from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.personal_data.masking import mask_case, mask_what_is_due
from adapters.store.reach import Engine
from adapters.store.tables.columns import Fen
from domain.case.acts.act import Act
from domain.personal_data.numbers import READ_BY_OTHERS
from domain.personal_data.register import FREE, PersonalData, register
from domain.words import LONGEST

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
NUMBER = "LF2026-0502-00001"
MARK = "王某某"
OF_OBJECTION, OF_OFFICE = f"<{NUMBER}.1.objection.x@example.com>", "<office.alarm.x@example.com>"
"""Mails that belong to no case, by their Message-IDs; that of the case has another."""
OF_TYPE: dict[type, Any] = {
    bool: True,
    int: 1,
    str: MARK,
    bytes: MARK.encode(),
    date: AT.date(),
    datetime: AT,
    Decimal: Decimal(1),
}
Rows = dict[str, dict[str, Any]]


def row_of(table: Table, others: Rows) -> dict[str, Any]:
    """A row that names somebody wherever it can, and belongs to what it refers to."""
    found: dict[str, Any] = {}
    personal = register().columns().get(table.name, frozenset())
    for column in table.columns:
        if column.foreign_keys:
            referred = next(iter(column.foreign_keys)).column
            found[column.name] = others.get(referred.table.name, found)[referred.name]
        elif column.name in ("case_number", "chain") or (table.name, column.name) == ("case_file", "number"):
            found[column.name] = NUMBER
        elif (table.name, column.name) == ("case_file", "readings"):
            found[column.name] = {"one": "two"}  # the chain tells of it
        elif isinstance(column.type, JSON):
            found[column.name] = {"reason": MARK, "defects": [{"problem": MARK}]}
        else:
            kind = getattr(column.type, "impl_instance", column.type)
            value = OF_TYPE[Decimal if isinstance(column.type, Fen) else kind.python_type]
            found[column.name] = "x" if value == MARK and column.name not in personal else value
    return found


def enter_rows(session: Session) -> None:
    """One row in each table, and mails that belong to no case."""
    rows: Rows = {}
    for table in SQLModel.metadata.sorted_tables:
        rows[table.name] = row_of(table, rows)
        session.connection().execute(table.insert().values(**rows[table.name]))
    mails = SQLModel.metadata.tables["mail"]
    for message_id in (OF_OBJECTION, OF_OFFICE):
        mail = rows["mail"] | {"case_number": None, "created_at": AT, "message_id": message_id}
        session.connection().execute(mails.insert().values(**mail))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A store in which a case ended on 2 March 2026 and names somebody everywhere."""
    found = open_engine(database_url)
    with transaction(found) as session:
        enter_rows(session)
    yield found
    found.dispose()


def erase(_digest: str, _at: datetime) -> None:
    """No file is there."""


def of_years() -> list[PersonalData]:
    return [each for each in register().kept if register().terms[each.term].years]


def is_its_mail(each: PersonalData, message_id: str) -> bool:
    wanted = OF_OBJECTION if each.named else OF_OFFICE if each.dated else "x"
    return message_id == wanted


def named(engine: Engine, kept: list[PersonalData]) -> set[tuple[str, str, str]]:
    """Entry, table and column in which somebody is still named."""
    with open_session(engine) as session:
        return {
            (each.id, name, column)
            for each in kept
            for name, columns in each.tables.items()
            for row in session.connection().execute(SQLModel.metadata.tables[name].select()).mappings()
            if name != "mail" or is_its_mail(each, row["message_id"])
            for column in columns
            if MARK in str(row[column.removesuffix(FREE)]) or row[column.removesuffix(FREE)] == MARK.encode()
        }


def test_every_column_with_a_term_of_years_is_masked_when_it_is_over_and_not_before(engine: Engine) -> None:
    everything = {
        (each.id, name, column)
        for each in of_years()
        for name, columns in each.tables.items()
        for column in columns
    }
    assert named(engine, of_years()) == everything, "each of them can hold words"
    years = sorted({term.years for term in register().terms.values() if term.years})
    for before, after in zip(years, (*years[1:], None), strict=True):
        mask_what_is_due(engine, erase, datetime(2026 + before, 3, 2, 2, tzinfo=UTC))  # a day too early
        over = [each for each in of_years() if (register().terms[each.term].years or 0) < before]
        due = [each for each in of_years() if register().terms[each.term].years == before]
        assert not named(engine, over)
        assert {each.id for each in due} == {found[0] for found in named(engine, due)}
        mask_what_is_due(engine, erase, datetime(2026 + before, 3, 4, 2, tzinfo=UTC))
        assert not named(engine, [*over, *due]), (before, after)


def test_a_case_that_was_taken_up_again_meanwhile_is_left_as_it_is(engine: Engine) -> None:
    """As ``mask_what_is_due`` does, which had chosen it a moment before."""
    case_file = SQLModel.metadata.tables["case_file"]
    with transaction(engine) as session:
        session.connection().execute(case_file.update().values(final=False))
        assert mask_case(session, erase, NUMBER, "case", datetime(2070, 1, 1, tzinfo=UTC)) == 0
    assert len({found[1] for found in named(engine, of_years())}) > 10


def free_fields(model: type[Any]) -> Iterator[str]:
    """Fields of an act in which people write at length."""
    for name, field in model.model_fields.items():
        if any(getattr(each, "max_length", None) == LONGEST for each in field.metadata):
            yield name


def every(act: type[Act]) -> Iterator[type[Act]]:
    for kind in act.__subclasses__():
        yield kind
        yield from every(kind)


def test_whatever_is_written_at_length_in_an_act_is_masked_in_what_is_kept_of_it() -> None:
    found = {name for kind in every(Act) for name in free_fields(kind)}
    assert "reason" in found
    assert found <= READ_BY_OTHERS
