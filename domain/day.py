"""A day that somebody writes: one that a person, a document or an office can have had, and none of the year 1 or 9999."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

FIRST: Final = date(1949, 10, 1)
LAST: Final = date(2199, 12, 31)
WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
"""ISO 8601, the one form in which a request writes a day."""


def as_written(day: Any) -> Any:
    """A day as it was written, or as it is; nothing that a library could take for one.

    Raises:
        ValueError: it is a number, an instant, or written otherwise.
    """
    if isinstance(day, str) and WRITTEN.fullmatch(day):
        return day
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    raise ValueError("须为日期，格式如 2026-03-01")


Day = Annotated[date, BeforeValidator(as_written), Field(ge=FIRST, le=LAST)]
"""For every day in a request; what it must follow, or may not pass, the rule of the field says."""
