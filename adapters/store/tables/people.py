"""People at desks: absences with their deputies, recusals, who has taken which task, and alarms of empty desks."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class AbsenceRow(SQLModel, table=True):
    """Somebody is away from the first to the last day, with a deputy or without. Revoked, it never counts again."""

    __tablename__ = "absence"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    department: str = Field(index=True)
    from_on: date
    until_on: date
    deputy: str = Field(default="", index=True)
    reason: str
    entered_by: str
    entered_at: datetime = Field(sa_type=Instant)
    revoked_by: str = ""
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class Recusal(SQLModel, table=True):
    """Somebody declared an interest and left a case; never taken back."""

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    account: str = Field(primary_key=True, index=True)
    party: str
    reason: str
    at: datetime = Field(sa_type=Instant)


class AssignmentRow(SQLModel, table=True):
    """Who has taken a step of a case; in force while ``since`` is that of the open task."""

    __tablename__ = "assignment"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    party: str = Field(primary_key=True)
    acts: str = Field(primary_key=True)
    subject: str = Field(default="", primary_key=True)
    since: datetime = Field(sa_type=Instant)
    account: str = Field(index=True)
    given_by: str
    at: datetime = Field(sa_type=Instant)


class DeskAlarm(SQLModel, table=True):
    """A task waited at an empty desk, and somebody was told: once for task and cause."""

    __tablename__ = "desk_alarm"

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    party: str
    acts: list[str] = Field(sa_type=JSON)
    subject: str = ""
    words: str
    told: list[str] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Instant)


class DepartmentSuccession(SQLModel, table=True):
    """A department was dissolved; another has its desk, and its turns in cases, since a day. Never taken back."""

    __tablename__ = "department_succession"

    department: str = Field(primary_key=True)
    successor: str
    since: date
    document_number: str
    document_on: date
    entered_by: str
    entered_at: datetime = Field(sa_type=Instant)


class NotificationRow(SQLModel, table=True):
    """How somebody wants to be told of turns, and of the morning before a last day."""

    __tablename__ = "notification"

    account: str = Field(primary_key=True)
    turn: str
    last_day: str


class TurnRow(SQLModel, table=True):
    """A turn that opened, of which one person is still to be told; gone when the mail is queued."""

    __tablename__ = "turn"

    id: int | None = Field(default=None, primary_key=True)
    account: str
    pace: str = Field(index=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    party: str
    acts: list[str] = Field(sa_type=JSON)
    subject: str = ""
    since: datetime = Field(sa_type=Instant)
