"""No table loses its guards: a migration that makes an SQLite table anew would drop its triggers with the old one."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from adapters.store.engine import open_engine, open_session
from adapters.store.migrations.guards import ERASABLE, GUARDED

VERSIONS = Path(__file__).resolve().parents[3] / "adapters/store/migrations/versions"
MAKES_ANEW = ("batch_alter_table", "render_as_batch", "drop_table", "rename_table", "recreate=")


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("[0-9]*.py")), ids=lambda path: path.stem)
def test_a_migration_that_makes_a_table_anew_sets_its_guards_again(path: Path) -> None:
    written = path.read_text()
    makes_anew = [word for word in MAKES_ANEW if word in written]
    assert not makes_anew or "guards(" in written, (
        f"{path.name}: {makes_anew} drops triggers; set guards() again"
    )


def test_every_guarded_table_has_both_guards_after_all_migrations(database_url: str) -> None:
    engine = open_engine(database_url)
    sqlite = engine.dialect.name == "sqlite"
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else "SELECT tgname FROM pg_trigger"
    )
    with open_session(engine) as session:
        there = {str(name) for (name,) in session.connection().execute(text(asked))}
        tables = set(inspect(session.connection()).get_table_names())
    engine.dispose()
    assert set(GUARDED) <= tables
    wanted = {f"{table}_refuses_{change}" for table in GUARDED for change in ("update", "delete")}
    wanted -= {f"{table}_refuses_delete" for table in ERASABLE}
    assert wanted <= there
