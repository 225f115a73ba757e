"""The casework fixture: every test that asks for it runs on SQLite and on PostgreSQL."""

import pytest

from adapters.store.reach import Engine
from tests.activities.casework import Casework


@pytest.fixture
def casework(engine: Engine) -> Casework:
    """A migrated store and the verbs on it."""
    return Casework(engine)
