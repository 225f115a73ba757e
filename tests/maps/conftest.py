"""An office without a server, on a fresh store a test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store.engine import open_engine
from adapters.store.reach import Engine
from tests.maps.played_office import PlayedOffice, played_office

STORE = "duixian.sqlite"


@pytest.fixture(scope="session")
def kept_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """One engine for all walks, since it keeps each statement that it has compiled."""
    return open_engine(f"sqlite:///{tmp_path_factory.mktemp('walks') / STORE}")


@pytest.fixture
def office(kept_engine: Engine, sqlite_template: Path) -> Iterator[PlayedOffice]:
    """The office, on a copy of the migrated file."""
    shutil.copy(sqlite_template, str(kept_engine.url.database))
    office = played_office(kept_engine)
    yield office
    for case in office.cases.values():
        case.run.leave()
    kept_engine.dispose()
