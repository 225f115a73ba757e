"""Serves the API: ``python -m api``."""

import gc
import sys

from adapters.settings import read_settings
from adapters.store.shape import OtherShape
from api.app import create_app
from api.door.serving import server_of
from commands.law.versions import EditedVersion, open_lawful_store


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings()
    try:
        open_lawful_store(settings.database_url).dispose()
    except (OtherShape, EditedVersion) as other:
        sys.exit(str(other))
    server = server_of(create_app(settings), settings)
    gc.collect()
    gc.freeze()  # the law and the program stay: a fifth of a second each time that they are gone through for garbage
    server.run()


if __name__ == "__main__":
    main()
