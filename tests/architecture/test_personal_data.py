"""The register of personal data knows every column in which words may stand."""

from sqlmodel import SQLModel

from adapters.store import schema
from domain.personal_data.register import register

WORDS = ("CHAR", "TEXT", "JSON", "BLOB", "BINARY")


def columns_of_words() -> dict[str, set[str]]:
    """Table → columns whose type holds words; figures, days and instants say nothing of a person by themselves."""
    assert schema.__all__  # importing it makes every table known
    found = {
        table.name: {
            column.name for column in table.columns if any(kind in str(column.type).upper() for kind in WORDS)
        }
        for table in SQLModel.metadata.tables.values()
    }
    return {table: columns for table, columns in found.items() if columns}


def test_every_column_of_words_is_personal_or_said_to_be_none() -> None:
    kept = register()
    personal, none = kept.columns(), kept.none
    known = {table: {*personal.get(table, ()), *none.get(table, ())} for table in {*personal, *none}}
    assert known == columns_of_words(), "say in domain/personal_data/register.toml what the column holds"
    assert {table: columns for table, columns in personal.items() if columns & {*none.get(table, ())}} == {}


def test_each_entry_says_how_long_and_whose() -> None:
    kept = register()
    assert len({each.id for each in kept.kept}) == len(kept.kept)
    for each in kept.kept:
        assert each.term in kept.terms, each.id
        assert each.own.keys() <= each.tables.keys(), each.id
        for table, column in each.own.items():
            assert column in SQLModel.metadata.tables[table].columns, (table, column)
