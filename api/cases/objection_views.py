"""An objection as its readers see it."""

from datetime import datetime

from pydantic import BaseModel, Field


class ObjectionView(BaseModel):
    """An objection (异议); who raised it is not shown."""

    id: str
    content: str = Field(
        description="The objector's words: for the lead, auditors and whoever raised it; empty for all others."
    )
    at: datetime
    summary: str = Field(
        description="What the lead tells the applicant of it (异议要点); empty until it is written."
    )
    summarised_at: datetime | None
    warnings: list[str] = Field(
        [], description="Of a summary that was just written: numbers of persons that stand in it."
    )
    finding: str = Field(description="open, dismiss, uphold; dropped where the case ended before.")
    finding_label: str
    found_at: datetime | None
    reason: str = Field(description="Of the finding.")
    objector_href: str = Field(
        "", description="For the lead: name, contact and evidence of who objected without an account."
    )
