"""What is said to and of expert panels."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from domain.closed import Closed, example
from domain.day import Day
from domain.experts.panel import SeatStatus
from domain.words import Code, Reason, ShortWords, Words


class CriterionBody(Closed):
    """评审指标."""

    model_config = example(name="原创性", weight=60)

    name: ShortWords
    weight: Annotated[int, Field(ge=1, le=100)]


class PanelBody(Closed):
    """组织专家评审."""

    model_config = example(
        question="模型是否原创，算力费用是否合理？",
        criteria=[{"name": "原创性", "weight": 60}, {"name": "应用成效", "weight": 40}],
        experts=["expert_1", "expert_2", "expert_3"],
        documents=[],
        due_on="2026-12-15",
    )

    question: Words
    criteria: Annotated[list[CriterionBody], Field(min_length=1, max_length=20)]
    experts: Annotated[list[Code], Field(min_length=1, max_length=15)]
    documents: Annotated[list[Code], Field(max_length=50)] = []
    due_on: Day


class FurtherExpert(Closed):
    """增补专家."""

    model_config = example(expert="expert_4")

    expert: Code


class RevocationBody(Closed):
    """撤回委托."""

    model_config = example(reason="专家无法按期完成评审。")

    reason: Words


class DeclarationBody(Closed):
    """利害关系声明."""

    model_config = example(has_interest=False, statement="")

    has_interest: StrictBool
    statement: Reason = ""


class MarksBody(Closed):
    """专家评分: 0 to 100 for each criterion."""

    model_config = example(marks={"原创性": 85, "应用成效": 90}, opinion="方案完整，数据可信。")

    marks: dict[str, Annotated[int, Field(ge=0, le=100, strict=True)]]
    opinion: Words


class SeatView(BaseModel):
    """One expert's sheet (专家评审表)."""

    expert: str = Field(description="Name of the expert.")
    account: str
    status: SeatStatus
    status_name: str
    interest: str
    marks: dict[str, int]
    total: Decimal | None
    opinion: str
    reason: str
    at: datetime


class PanelView(BaseModel):
    """A panel, with the sheet of each expert."""

    id: str
    case_number: str
    question: str
    criteria: list[CriterionBody]
    documents: list[str]
    due_on: date
    made_at: datetime
    score: int | None
    seats: list[SeatView]


class OwnPanelView(BaseModel):
    """A panel as one of its experts sees it: nothing of the others."""

    id: str
    case_number: str
    item: str
    question: str
    criteria: list[CriterionBody]
    documents: list["OwnDocument"] = Field(description="Once it is declared that there is no interest.")
    due_on: date
    own: SeatView


class OwnDocument(BaseModel):
    """A document that an expert is to read."""

    id: str
    name: str
    title: str
