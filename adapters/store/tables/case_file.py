"""A case: its file, whose turn it is, what happened, what was done, and which steps are recorded."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Fen, Instant, made_of, to_search
from domain.case.identifiers import legal_person

CHOSEN_BY = ("code", "locality", "lead")
"""What a row of an index says besides, so that rows that are not asked for are passed over without being read."""


def listed_by(name: str, *columns: str, also: tuple[str, ...] = (), **options: Any) -> Index:
    """The index of cases by these columns, each then in the order of lists."""
    rest = (column for column in (*CHOSEN_BY, *also) if column not in columns)
    return Index(f"ix_case_file_{name}", *columns, "filed_on", "number", *rest, **options)


def noticed_by(name: str, *columns: str) -> Index:
    """The index of cases with a public notice by these columns, each then in the order of notices."""
    of_cases: dict[str, Any] = dict.fromkeys(
        ("sqlite_where", "postgresql_where"), text("noticed_at IS NOT NULL")
    )
    return Index(f"ix_case_file_noticed{name}", *columns, "noticed_at", "number", **of_cases)


class CaseFile(SQLModel, table=True):
    """One application. A row in stage 草稿 was numbered but not yet taken up by its workflow.

    ``award_base`` is compared, with its key in normal form; ``award_base_key`` is what the applicant typed and is shown.
    ``found_by`` is what a search looks into, ``legal_person`` the unit without the maker whom it incubates.
    ``unit_since`` is the case's last step before it passed to the unit that bears it, ``noticed_at`` when its latest
    public notice was published. What lists show and choose by stands before what is long: SQLite reads a row from its beginning.
    ``first_run`` is the run that the door began last, by which those are known to which it hands over; ``run`` the latest of them.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        listed_by("filed", also=("found_by",)),
        listed_by("stage", "stage"),
        listed_by("code", "code"),
        listed_by("code_stage", "code", "stage"),
        listed_by("locality", "locality"),
        listed_by("locality_stage", "locality", "stage"),
        listed_by("lead", "lead"),
        listed_by("lead_stage", "lead", "stage"),
        listed_by("legal_person", "legal_person"),
        listed_by(
            "overdue",
            sqlite_where=text("overdue IS 1"),  # as a query says it there
            postgresql_where=text("overdue IS true"),
        ),
        noticed_by(""),
        noticed_by("_code", "code"),
        noticed_by("_stage", "stage"),
    )

    number: str = Field(primary_key=True)
    code: str
    measure_number: str
    policy_version: str
    policy_digest: str = ""
    unit: str = Field(index=True)
    legal_person: str = Field(
        default=None, nullable=False, sa_column_kwargs={"default": made_of(("unit",), legal_person)}
    )
    unit_name: str
    unit_since: int = 0
    maker: str | None = None
    locality: str
    lead: str
    award_base: str = Field(index=True)
    award_base_key: str = ""
    found_by: str = Field(
        default=None,
        nullable=False,
        sa_column_kwargs={"default": to_search("number", "unit_name", "award_base_key")},
    )
    applicant_account: str
    contact_email: str
    fiscal_year: int
    filed_on: date
    complete_at: datetime | None = Field(default=None, sa_type=Instant)
    expert_score: int | None = None
    stage: str
    since: datetime = Field(sa_type=Instant)
    seq: int = 0
    amount: Decimal | None = Field(default=None, sa_type=Fen)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    noticed_at: datetime | None = Field(default=None, sa_type=Instant)
    overdue: bool = False
    final: bool = False
    filing_key: str = Field(unique=True)
    filing_digest: str
    first_run: str = ""
    run: str = ""
    declared_facts: dict[str, Any] = Field(sa_type=JSON)
    verified_facts: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    other_funding: list[Any] = Field(sa_type=JSON)
    later_funding: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    funding_judgements: list[Any] = Field(default_factory=list, sa_type=JSON)
    readings: dict[str, str] = Field(sa_type=JSON)
    reading_documents: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    plan: dict[str, Any] = Field(sa_type=JSON)
    progress: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    circumstances: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


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


def urgency_of(overdue: bool, due_on: date | None) -> str:
    """The order of a task on a worklist, as a text."""
    return f"{0 if overdue else 1}{due_on or date.max}"


class UserTaskRow(SQLModel, table=True):
    """One open task: a line of somebody's worklist. Replaced whole at every step of its case.

    ``urgency`` is how the lines of a worklist are ordered: what is overdue first, then by the last day, none being the last.
    """

    __tablename__ = "user_task"
    __table_args__ = (Index("ix_user_task_party_urgency", "party", "urgency", "since", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    party: str
    urgency: str = Field(
        default=None,
        nullable=False,
        sa_column_kwargs={"default": made_of(("overdue", "due_on"), urgency_of)},
    )
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
