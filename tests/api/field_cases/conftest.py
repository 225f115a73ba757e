"""Cases of the field, by the ids of their rows: many variants at the door, on SQLite alone.

Their brothers in ``tests/api`` run on PostgreSQL as well.
"""

import shutil
from pathlib import Path

import pytest

from tests.fixtures.database import sqlite_url


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated database."""
    path = tmp_path / "duixian.sqlite"
    shutil.copy(sqlite_template, path)
    return sqlite_url(path)
