"""The record fixtures: every test that asks for one runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.papers import Papers
from tests.audit.record import Record
from tests.audit.stamping import StampingOffice
from tests.fixtures.authority import Authority


@pytest.fixture
def guarded(database_url: str) -> Iterator[Record]:
    """A filled record as it is in production."""
    found = Record(database_url)
    found.fill()
    yield found
    found.engine.dispose()


@pytest.fixture
def record(guarded: Record) -> Record:
    """A filled record whose triggers somebody took away."""
    guarded.disarm()
    return guarded


@pytest.fixture
def papers(database_url: str, tmp_path: Path) -> Iterator[Papers]:
    """The papers of a case, and packs of them."""
    made = Papers(database_url, tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def office(record: Record, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> StampingOffice:
    """Somebody who has the record stamped."""
    return StampingOffice(record, authority, monkeypatch)
