"""A day that somebody writes: one that a person, a document or an office can have had, and none of the year 1 or 9999."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

FIRST: Final = date(1949, 10, 1)
LAST: Final = date(2199, 12, 31)

Day = Annotated[date, Field(ge=FIRST, le=LAST)]
"""For every day in a request; what it must follow, or may not pass, the rule of the field says."""
