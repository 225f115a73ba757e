"""Brings a store to the newest shape: ``python -m adapters.store.migrate``, also at every ``make run``."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from adapters.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration for a store; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database_url"] = database_url
    return config


def migrate(database_url: str) -> None:
    """Apply every migration that is missing. Safe to repeat."""
    if database_url.startswith("sqlite:///"):
        Path(database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(database_url), "head")


def main() -> None:
    """Migrate the store of the settings."""
    migrate(Settings().database_url)


if __name__ == "__main__":
    main()
