"""What readers see of other cases of the unit that are, or may be, about the same project."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from domain.money import Yuan


class SameProjectView(BaseModel):
    """Another case of the unit that is about the same project, or looks so (疑似同一项目).

    Of cases that are one project the higher is paid, once (附则(三)). An approval waits until the lead has found on every ``open`` one.
    """

    case_number: str
    number: str
    name: str
    award_base_key: str
    stage: str
    filed_on: date
    amount: Yuan = Field(description="What it holds, yuan.")
    paid: Yuan
    alike: list[str] = Field(description="In what both are alike, in Chinese.")
    state: Literal["same_base", "same", "not_the_same", "open", "alike"] = Field(
        description="``same_base``: one by the law itself; ``alike``: nobody needs to find."
    )
    finding: str = Field(
        "", description="同一项目 or 非同一项目; empty where nothing was found of these two."
    )
    reason: str = Field("", description="Of the finding.")
    found_by: str = Field("", description="The department that found it.")
    found_at: datetime | None = None
