"""Gives a store its shape: ``python -m adapters.store.migrate``, also at every ``make run``."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from adapters.settings import read_settings
from adapters.store.shape import OtherShape, open_store

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database_url: str) -> None:
    """Apply every migration that is missing. Safe to repeat.

    Raises:
        OtherShape: the store was made by another build.
    """
    if database_url.startswith("sqlite:///"):
        Path(database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    open_store(database_url).dispose()
    config = Config()  # there is no ini file
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database_url"] = database_url
    command.upgrade(config, "head")


def main() -> None:
    """Migrate the store of the settings."""
    try:
        migrate(read_settings().database_url)
    except OtherShape as other:
        sys.exit(str(other))


if __name__ == "__main__":
    main()
