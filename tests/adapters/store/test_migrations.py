"""The migration leads to the tables of the code, guards what only grows, and may be run again, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, TypeDecorator, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine
from adapters.store.migrate import migrate
from adapters.store.migrations.guards import ERASABLE, GUARDED
from adapters.store.reach import Engine
from domain.audit.entry import HOUSE

CHANGES = ("UPDATE {table} SET {key} = {other}", "DELETE FROM {table}")
SAMPLES: dict[type, Any] = {
    str: "x",
    int: 1,
    bool: False,
    object: {},  # JSON
    date: date(2026, 3, 2),
    datetime: datetime(2026, 3, 2, tzinfo=UTC),
}


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    migrate(empty_database_url)
    opened = open_engine(empty_database_url)
    yield opened
    opened.dispose()


@pytest.mark.filterwarnings(
    "ignore:.*expression-based index"
)  # SQLite tells nothing of them; PostgreSQL does
def test_the_migration_leads_to_the_tables_of_the_code_and_may_be_run_again(
    engine: Engine, empty_database_url: str
) -> None:
    migrate(empty_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_record_begins_with_the_store(engine: Engine) -> None:
    assert [entry.action for entry in entries_of(engine, HOUSE)] == ["record:begun"]


@pytest.mark.parametrize("change", CHANGES)
def test_no_guarded_row_is_changed_or_removed(engine: Engine, change: str) -> None:
    for name in GUARDED:
        if name in ERASABLE and change.startswith("DELETE"):
            continue
        table = SQLModel.metadata.tables[name]
        with engine.connect() as connection:
            add_alone(connection, table)
            key = next(iter(table.primary_key))
            other = "'y'" if key.type.python_type is str else 2
            with pytest.raises(DatabaseError, match=f"{name} is append-only"):
                connection.execute(text(change.format(table=name, key=key.name, other=other)))


def add_alone(connection: Connection, table: Table) -> None:
    """A row that need not point to anything."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("PRAGMA defer_foreign_keys=ON")
    else:
        for key in inspect(connection).get_foreign_keys(table.name):
            connection.execute(text(f"ALTER TABLE {table.name} DROP CONSTRAINT {key['name']}"))
    row = {column.name: SAMPLES[plain(column.type).python_type] for column in table.columns}
    connection.execute(table.insert().values(**row))


def plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """What the database is given for a column type of our own."""
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
