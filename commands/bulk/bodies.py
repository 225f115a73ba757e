"""The bodies about acts in many cases at once (批量办理)."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from api.acts.preview_views import MailView, MoneyMoved
from api.problems import Problem
from commands.bodies import Body, Facts
from domain.bulk.listing import BulkState, ItemStatus
from domain.bulk.rules import BULK_RULES, MOST_ITEMS

CaseNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Subject = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]

_ITEM: dict[str, JsonValue] = {
    "number": 1,
    "case_number": "LF2026-0101-00001",
    "subject": "",
    "status": "done",
    "status_name": "已办理",
    "stage": "牵头审核中",
    "refusal": None,
    "at": "2026-11-24T01:00:00Z",
    "href": "/v1/applications/LF2026-0101-00001",
}


class BulkItemBody(Body):
    """One case, or one thing of a case. ``body`` replaces fields of the shared body for this item alone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"case_number": "LF2026-0101-00002", "body": {"received_on_paper": ["1.1-1"]}}]
        },
    )

    case_number: CaseNumber
    subject: Subject = Field("", description="Which payment, where the act asks for one.")
    body: Facts = {}


class BulkActBody(Body):
    """An act in many cases. ``body`` is what the route of the act takes, shared by all items."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "act": "check_completeness",
                    "items": [
                        {"case_number": "LF2026-0101-00001"},
                        {"case_number": "LF2026-0101-00002", "body": {"received_on_paper": ["1.1-1"]}},
                    ],
                    "body": {"decision": "accept"},
                    "dry_run": True,
                }
            ]
        },
    )

    act: Annotated[str, StringConstraints(max_length=64)] = Field(
        description=f"One of: {', '.join(BULK_RULES)}."
    )
    items: list[BulkItemBody] = Field(min_length=1, max_length=MOST_ITEMS)
    body: Facts = {}
    dry_run: bool = Field(description="Say what would come of each item, and do nothing.")


class BulkItemView(BaseModel):
    """One item, and what came of it. ``stage`` is where the case stood after it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ITEM]})

    number: int
    case_number: str
    subject: str
    status: ItemStatus
    status_name: str
    stage: str
    refusal: Problem | None
    at: datetime
    href: str


class BulkActHead(BaseModel):
    """A bulk act as a list of them shows it; ``counts`` are items by status."""

    id: str
    act: str
    label: str
    state: BulkState
    state_name: str
    total: int
    counts: dict[ItemStatus, int]
    made_at: datetime
    cancelled_at: datetime | None
    report: str = Field(description="Where its report file is.")


class BulkActPage(BaseModel):
    """A page of the caller's bulk acts, newest first."""

    items: list[BulkActHead]
    next: str | None


class BulkActView(BulkActHead):
    """A bulk act with a page of its items; ``next`` is the value of ``after`` for the page that follows."""

    items: list[BulkItemView]
    next: int | None


class Foreseen(BaseModel):
    """What would come of an item as its case stands now, told in short; the preview of the case tells it whole.

    ``is_rehearsed``: the act itself was tried out. Otherwise only what is checked at the door was, since the list is
    long; the case may still refuse it.
    """

    is_rehearsed: bool
    refusal: Problem | None = None
    stage: str = Field("", description="Where the case would stand.")
    sentence: str = ""
    mails: list[MailView] = []
    money: list[MoneyMoved] = []


class RehearsedItemView(Foreseen):
    """What would come of one item: it is allowed, or refused with the reason."""

    number: int
    case_number: str
    subject: str
    allowed: bool


class BulkRehearsalView(BaseModel):
    """A dry run (试运行): nothing was done and nothing is kept. Each item is told by itself, as if it were alone."""

    act: str
    label: str
    dry_run: bool = True
    total: int
    allowed: int
    refused: int
    items: list[RehearsedItemView]
