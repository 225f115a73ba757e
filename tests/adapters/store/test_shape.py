"""A store that another build made is refused in clear words wherever it is opened, and nothing in it is changed."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

import api.__main__
import stack.account_keeping
from adapters.store import migrate
from adapters.store.engine import open_engine
from adapters.store.procedure import SHAPE, open_store
from audit.__main__ import main as audit
from commands.calendar.__main__ import main as calendar
from stack.child import ROOT

OLDER = "0014"
WORDS = (OLDER, SHAPE, "var/", "DUIXIAN_VAR", "不删除", "nothing was read, changed or deleted")
STARTS: dict[str, Callable[[], object]] = {
    "migration": migrate.main,
    "worker": lambda: runpy.run_path(str(ROOT / "worker.py"), run_name="__main__"),
    "api": api.__main__.main,
    "accounts": stack.account_keeping.main,
    "audit verify": lambda: audit(["verify"]),
    "audit reconcile": lambda: audit(["reconcile", "--store-only"]),
    "audit evidence": lambda: audit(["evidence", "LF2026-0101-00001"]),
    "calendar show": lambda: calendar(["show", "2026"]),
}


def shape_of(url: str) -> list[str]:
    """The revision that stands in a store."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = [
            str(name)
            for name in connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        ]
    engine.dispose()
    return found


def make_older(url: str) -> None:
    """Have it that another build made a store."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :older"), {"older": OLDER})
    engine.dispose()


@pytest.fixture
def older_url(database_url: str) -> str:
    """A store of another build."""
    make_older(database_url)
    return database_url


@pytest.mark.parametrize("start", STARTS)
def test_whoever_opens_an_older_store_is_told_what_to_do(
    older_url: str,
    start: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", older_url)
    monkeypatch.setenv("DUIXIAN_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    try:
        status = STARTS[start]()
    except SystemExit as ended:
        status = ended.code
    told = capsys.readouterr()
    said = status if isinstance(status, str) else told.out + told.err
    assert status not in (0, None)
    assert all(word in said for word in WORDS)
    assert "Traceback" not in said
    assert shape_of(older_url) == [OLDER]


def test_a_store_that_is_new_or_away_is_not_refused(empty_database_url: str) -> None:
    open_store(empty_database_url).dispose()
    open_store("postgresql+psycopg://nobody@/nothing?host=/nowhere").dispose()
