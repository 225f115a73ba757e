"""Announced years of the calendar, and how far each was taken to the cases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class CalendarYear(SQLModel, table=True):
    """A year as it was loaded, never changed: of a year that is announced anew the greatest version counts.

    ``version`` counts all loads of an installation, so that its greatest value tells whether anything is new.
    """

    __tablename__ = "calendar_year"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    year: int = Field(index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    source_number: str
    issued_on: date
    digest: str
    reason: str = ""
    loaded_by: str
    loaded_at: datetime = Field(sa_type=Instant)


class CalendarMoveRow(SQLModel, table=True):
    """Taking a loaded year to the cases: how many were told, and when the last of them had followed."""

    __tablename__ = "calendar_move"

    version: int = Field(
        primary_key=True, foreign_key="calendar_year.version", sa_column_kwargs={"autoincrement": False}
    )
    mails: int = 0
    left: int = 0
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class CalendarNotice(SQLModel, table=True):
    """A case whose terms come out differently by a loaded year, with the terms of offices that move."""

    __tablename__ = "calendar_notice"

    version: int = Field(primary_key=True, foreign_key="calendar_year.version")
    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    round: int
    found_at: datetime = Field(sa_type=Instant)
    moved: list[Any] = Field(sa_type=JSON)
