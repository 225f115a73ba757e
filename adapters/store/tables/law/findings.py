"""What offices find of cases: that two are one project, or are not."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from adapters.store.tables.columns import Instant


class ProjectFindingRow(SQLModel, table=True):
    """A finding whether two cases of a unit are one project; the last of two counts."""

    __tablename__ = "project_finding"

    id: int | None = Field(default=None, primary_key=True)
    case_number: str = Field(foreign_key="case_file.number", index=True)
    other_case: str = Field(foreign_key="case_file.number", index=True)
    decision: str
    reason: str
    party: str
    at: datetime = Field(sa_type=Instant)
