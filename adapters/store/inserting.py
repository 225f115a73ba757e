"""Inserting what may be there already: on both databases in one statement."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Final[Mapping[str, Callable[..., Any]]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_once(connection: Connection, table: Any) -> Any:
    """The statement that inserts into a table, and leaves alone a row whose key is there."""
    return _INSERT[connection.dialect.name](table).on_conflict_do_nothing()
