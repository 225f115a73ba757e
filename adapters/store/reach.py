"""Whether the store can be reached, and the errors by which it says that it cannot."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

__all__ = ["STORE_AWAY", "STORE_REFUSES", "Engine", "is_reachable"]  # rooms above hold an engine

STORE_AWAY: tuple[type[Exception], ...] = (OperationalError, InterfaceError, PoolTimeoutError)
"""Raised while the database is away or too busy."""

STORE_REFUSES: tuple[type[Exception], ...] = (DataError,)
"""Raised for a value that the database cannot hold."""


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers now."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except STORE_AWAY:
        return False
    return True
