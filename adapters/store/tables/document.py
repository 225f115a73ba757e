"""Documents of a case (their content is kept by digest) and objections against it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class Document(SQLModel, table=True):
    """An uploaded document."""

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    code: str
    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_by: str
    at: datetime = Field(sa_type=Instant)


class ObjectionRow(SQLModel, table=True):
    """An objection during public notice."""

    __tablename__ = "objection"

    id: str = Field(primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    raised_by: str
    party: str
    content: str
    at: datetime = Field(sa_type=Instant)


class ObjectionSummaryRow(SQLModel, table=True):
    """What the lead tells the applicant of an objection: the objector's own words are not told."""

    __tablename__ = "objection_summary"

    objection: str = Field(primary_key=True, foreign_key="objection.id")
    case_number: str = Field(foreign_key="case_file.number", index=True)
    content: str
    written_by: str
    party: str
    at: datetime = Field(sa_type=Instant)
