"""Public notices as anyone may read them."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from domain.money import Yuan
from domain.public_notice.figures import NoticeFigure
from domain.public_notice.notice import NoticeLine


class NoticeObjectionView(BaseModel):
    """An objection: neither who raised it nor what it says."""

    raised_at: datetime
    finding: str = Field(description="open, dismiss, uphold; dropped where the notice ended before.")
    finding_label: str
    found_at: datetime | None


class NoticeOutcomeView(BaseModel):
    """How a notice ended."""

    code: str = Field(description="stood, upheld, withdrawn or terminated.")
    text: str
    ended_at: datetime


class EarlierNotice(BaseModel):
    """A notice of the same case that was published before."""

    published_at: datetime
    amount: Yuan | None
    outcome: NoticeOutcomeView | None


class Notice(BaseModel):
    """A notice (公示), as it was published, and how it stands."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "case_number": "LF2026-0101-00001",
                    "name": "算力中心建设补助",
                    "clause": "第1条",
                    "unit_name": "廊坊云枢智算科技有限公司",
                    "amount": "10000000.00",
                    "stage": "公示中",
                    "until": "2026-12-01",
                    "provisional": False,
                }
            ]
        }
    )

    case_number: str
    code: str
    number: str
    name: str
    clause: str
    quote: str
    unit_name: str = Field(description="Of a natural person the first character alone.")
    locality: str
    lead: str
    figures: list[NoticeFigure] = Field(description="Figures alone; free text is never published.")
    amount: Yuan | None
    has_money: bool
    lines: list[NoticeLine]
    stage: str = Field(description="公示中，异议核查中 or 公示已结束.")
    is_current: bool
    takes_objections: bool
    published_at: datetime
    until: date | None = Field(description="Last day on which objections are taken.")
    provisional: bool = Field(description="暂定: the calendar of that year is not announced yet.")
    how_to_object: str
    who_reads: str = Field(
        description="Who reads what of an objection, with account or without; empty once none is taken."
    )
    objection_href: str = Field("", description="Where an account objects while objections are taken.")
    outside_objection_href: str = Field("", description="Where anybody else does, and confirms by mail.")
    objections: list[NoticeObjectionView]
    outcome: NoticeOutcomeView | None = None
    earlier: list[EarlierNotice] = []
