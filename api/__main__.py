"""Serves the API: ``python -m api``."""

import sys

import uvicorn

from adapters.settings import Settings
from adapters.store.shape import OtherShape
from api.app import create_app
from commands.law.versions import EditedVersion, open_lawful_store


def main() -> None:
    """Serve until told to stop; who asked for what is not written to a log."""
    settings = Settings()
    try:
        open_lawful_store(settings.database_url).dispose()
    except (OtherShape, EditedVersion) as other:
        sys.exit(str(other))
    uvicorn.run(
        create_app(settings),
        host=settings.api_host,
        port=settings.api_port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=8,
    )


if __name__ == "__main__":
    main()
