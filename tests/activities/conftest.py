"""The casework fixture: every test that asks for it runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from adapters.store.engine import open_engine
from tests.activities.casework import Casework


@pytest.fixture
def casework(database_url: str) -> Iterator[Casework]:
    """A migrated store and the verbs on it."""
    engine = open_engine(database_url)
    yield Casework(engine)
    engine.dispose()
