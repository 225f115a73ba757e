"""What changes the calendar, announced years and the release's own table, and how far each was taken to the cases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class CalendarMoveRow(SQLModel, table=True):
    """A change of the calendar, taken to the cases: how many were told, and when the last of them had followed.

    ``version`` counts all changes of an installation, so that its greatest value tells whether anything is new;
    ``occasion`` is what officials read as its ground.
    """

    __tablename__ = "calendar_move"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    occasion: str
    mails: int = 0
    left: int = 0
    finished_at: datetime | None = Field(default=None, sa_type=Instant)


class CalendarYear(SQLModel, table=True):
    """A year as it was loaded, never changed: of a year that is announced anew the greatest version counts."""

    __tablename__ = "calendar_year"

    version: int = Field(
        primary_key=True, foreign_key="calendar_move.version", sa_column_kwargs={"autoincrement": False}
    )
    year: int = Field(index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    source_number: str
    issued_on: date
    digest: str
    reason: str = ""
    loaded_by: str
    loaded_at: datetime = Field(sa_type=Instant)


class CalendarRelease(SQLModel, table=True):
    """A table of the library that a worker found in its release, and that the one before had not."""

    __tablename__ = "calendar_release"

    version: int = Field(
        primary_key=True, foreign_key="calendar_move.version", sa_column_kwargs={"autoincrement": False}
    )
    digest: str
    last_year: int
    found_at: datetime = Field(sa_type=Instant)


class OutageRow(SQLModel, table=True):
    """A time in which the office's own system was away: entered with its document, or found by a worker that started."""

    __tablename__ = "outage"

    version: int = Field(
        primary_key=True, foreign_key="calendar_move.version", sa_column_kwargs={"autoincrement": False}
    )
    began_at: datetime = Field(sa_type=Instant)
    ended_at: datetime = Field(sa_type=Instant)
    grace_working_days: int
    document: str = ""
    reason: str
    entered_by: str
    entered_at: datetime = Field(sa_type=Instant)


class WorkerSeen(SQLModel, table=True):
    """When any worker was last at work; one row."""

    __tablename__ = "worker_seen"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant)


class CalendarNotice(SQLModel, table=True):
    """A case whose terms come out differently by a change, with the terms of offices that move."""

    __tablename__ = "calendar_notice"

    version: int = Field(primary_key=True, foreign_key="calendar_move.version")
    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    round: int
    found_at: datetime = Field(sa_type=Instant)
    moved: list[Any] = Field(sa_type=JSON)
