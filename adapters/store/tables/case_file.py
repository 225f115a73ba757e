"""A case: its file, whose turn it is, what happened, what was done, and which steps are recorded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import JSON, Index, String, UniqueConstraint, func, literal_column
from sqlmodel import Field, SQLModel, col

from adapters.store.tables.columns import Fen, Instant, to_search


class CaseFile(SQLModel, table=True):
    """One application. A row in stage 草稿 was numbered but not yet taken up by its workflow.

    ``award_base`` is compared, with its key in normal form; ``award_base_key`` is what the applicant typed and is shown.
    ``found_by`` is what a search looks into. ``unit_since`` is the case's last step before it passed to the unit that bears it.
    ``first_run`` is the run that the door began last, whose own next runs are known by it.
    """

    __tablename__ = "case_file"

    number: str = Field(primary_key=True)
    code: str = Field(index=True)
    measure_number: str
    policy_version: str
    policy_digest: str = ""
    unit: str = Field(index=True)
    unit_name: str
    unit_since: int = 0
    maker: str | None = None
    locality: str = Field(index=True)
    lead: str = Field(index=True)
    award_base: str = Field(index=True)
    award_base_key: str = ""
    found_by: str = Field(
        default=None,
        nullable=False,
        sa_column_kwargs={"default": to_search("number", "unit_name", "award_base_key")},
    )
    applicant_account: str
    contact_email: str
    declared_facts: dict[str, Any] = Field(sa_type=JSON)
    verified_facts: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    other_funding: list[Any] = Field(sa_type=JSON)
    later_funding: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    funding_judgements: list[Any] = Field(default_factory=list, sa_type=JSON)
    readings: dict[str, str] = Field(sa_type=JSON)
    reading_documents: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
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
    circumstances: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    overdue: bool = False
    final: bool = False
    filing_key: str = Field(unique=True)
    filing_digest: str
    first_run: str = ""


legal_person_of: Final = func.substr(
    col(CaseFile.unit), literal_column("1"), literal_column("18"), type_=String
)
"""The code of the unit, or of the incubator of a maker (``CODE#maker``). A code has 18 signs; they are written out, since an index wants it."""
Index("ix_case_file_legal_person", legal_person_of, col(CaseFile.filed_on))


class CasePartyRow(SQLModel, table=True):
    """A department or locality that the policy does not name and that has a part in a case: it signs, or reads along.

    The plan in the file says it too, to whoever has the case; this is for lists.
    """

    __tablename__ = "case_party"

    case_number: str = Field(primary_key=True, foreign_key="case_file.number")
    party: str = Field(primary_key=True, index=True)


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
    not_by: list[str] = Field(default_factory=list, sa_type=JSON)
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
    late_after: date | None = None
    at: datetime = Field(sa_type=Instant)
    progress: dict[str, Any] = Field(sa_type=JSON)


class DoneVerb(SQLModel, table=True):
    """A step that is recorded: the key that makes an activity safe to repeat, its answer, and what came to the case before it."""

    __tablename__ = "done_verb"

    case_number: str = Field(primary_key=True)
    verb: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    came: list[dict[str, Any]] = Field(sa_type=JSON)
    result: dict[str, Any] = Field(sa_type=JSON)
