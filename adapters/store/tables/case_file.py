"""A case: its file, whose turn it is, what happened, what was done, and which steps are recorded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant


class CaseFile(SQLModel, table=True):
    """One application. A row in stage 草稿 was numbered but not yet taken up by its workflow."""

    __tablename__ = "case_file"

    number: str = Field(primary_key=True)
    code: str = Field(index=True)
    measure_number: str
    policy_version: str
    unit: str = Field(index=True)
    unit_name: str
    maker: str | None = None
    locality: str = Field(index=True)
    lead: str = Field(index=True)
    award_base: str = Field(index=True)
    applicant_account: str
    contact_email: str
    declared_facts: dict[str, Any] = Field(sa_type=JSON)
    verified_facts: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    other_funding: list[Any] = Field(sa_type=JSON)
    readings: dict[str, str] = Field(sa_type=JSON)
    plan: dict[str, Any] = Field(sa_type=JSON)
    fiscal_year: int
    filed_on: date
    complete_at: datetime | None = Field(default=None, sa_type=Instant)
    expert_score: int | None = None
    stage: str = Field(index=True)
    since: datetime = Field(sa_type=Instant)
    seq: int = 0
    amount: Decimal | None = Field(default=None, sa_type=Fen)
    progress: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    overdue: bool = False
    final: bool = False
    filing_key: str = Field(unique=True)
    filing_digest: str


class RunningNumber(SQLModel, table=True):
    """The last number given in a series such as "2026-1.1"."""

    __tablename__ = "running_number"

    key: str = Field(primary_key=True)
    last: int


class UserTaskRow(SQLModel, table=True):
    """One open task: a line of somebody's worklist. Replaced whole at every step of its case."""

    __tablename__ = "user_task"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    party: str = Field(index=True)
    acts: list[str] = Field(sa_type=JSON)
    subject: str = ""
    since: datetime = Field(sa_type=Instant)
    label: str = ""
    due_on: date | None = None
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    provisional: bool = False
    overdue: bool = False


class Timeline(SQLModel, table=True):
    """What happened in a case, in order."""

    __table_args__ = (UniqueConstraint("case_number", "seq", "event"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    seq: int
    at: datetime = Field(sa_type=Instant)
    event: str
    stage: str
    reason: str = ""
    defects: list[Any] = Field(sa_type=JSON)
    notice: int = 0
    note: str = ""
    subject: str = ""
    party: str = ""
    acts: list[str] = Field(sa_type=JSON)


class ActRow(SQLModel, table=True):
    """What a person did, whole, with the answer that the person got."""

    __tablename__ = "act"

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    kind: str
    account: str
    party: str
    for_account: str = ""
    digest: str
    outcome: str
    reason: str
    content: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=Instant)
    progress: dict[str, Any] = Field(sa_type=JSON)


class DoneVerb(SQLModel, table=True):
    """A step that is recorded: the key that makes an activity safe to repeat, and its answer."""

    __tablename__ = "done_verb"

    case_number: str = Field(primary_key=True)
    verb: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    result: dict[str, Any] = Field(sa_type=JSON)
