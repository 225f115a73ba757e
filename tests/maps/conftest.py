"""An office without a server, on a fresh store a test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.store.engine import open_engine
from tests.maps.played_office import PlayedOffice, played_office


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Iterator[PlayedOffice]:
    """The office."""
    path = tmp_path / "duixian.sqlite"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    office = played_office(engine)
    yield office
    for case in office.cases.values():
        case.run.leave()
    engine.dispose()
