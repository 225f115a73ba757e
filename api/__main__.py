"""Serves the API: ``python -m api``."""

import sys

import uvicorn

from adapters.settings import Settings
from adapters.store.procedure import OtherShape, open_store
from api.app import create_app


def main() -> None:
    """Serve until told to stop; who asked for what is not written to a log."""
    settings = Settings()
    try:
        open_store(settings.database_url).dispose()
    except OtherShape as other:
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
