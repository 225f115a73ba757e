"""Bulk acts as their readers see them."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.acts.preview_views import MailView, MoneyMoved, preview_view
from api.paging import Page
from api.problems import Problem, refused
from commands.bulk.foreseen import Foreseen
from domain.bulk.listing import (
    STATE_NAMES,
    STATUS_NAMES,
    BulkAct,
    BulkItem,
    BulkState,
    Counts,
    ItemStatus,
    state_of,
)
from domain.bulk.rules import title_of

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


class BulkActPage(Page[BulkActHead, str]):
    """A page of the caller's bulk acts, newest first."""


class BulkActView(Page[BulkItemView, int], BulkActHead):
    """A bulk act with a page of its items."""


class DryRunItemView(BaseModel):
    """What would come of one item as its case stands now: allowed, or refused with the reason.

    It is told in short; the preview of the case tells it whole. ``is_tried``: the act itself was tried out. Otherwise
    only what is checked at the door was, since the list is long; the case may still refuse it.
    """

    number: int
    case_number: str
    subject: str
    allowed: bool
    is_tried: bool
    refusal: Problem | None = None
    stage: str = Field("", description="Where the case would stand.")
    sentence: str = ""
    mails: list[MailView] = []
    money: list[MoneyMoved] = []


class BulkDryRunView(BaseModel):
    """A dry run (试运行): nothing was done and nothing is kept. Each item is told by itself, as if it were alone."""

    act: str
    label: str
    dry_run: bool = True
    total: int
    allowed: int
    refused: int
    items: list[DryRunItemView]


def head_view(asked: BulkAct, counts: Counts) -> BulkActHead:
    """A bulk act with its counts."""
    state = state_of(counts, is_cancelled=asked.cancelled_at is not None)
    return BulkActHead(
        id=asked.id,
        act=asked.kind,
        label=title_of(asked.kind),
        state=state,
        state_name=STATE_NAMES[state],
        total=asked.total,
        counts=dict(counts),
        made_at=asked.made_at,
        cancelled_at=asked.cancelled_at,
        report=f"/v1/bulk-acts/{asked.id}/report",
    )


def act_view(asked: BulkAct, counts: Counts, found: Sequence[BulkItem], limit: int) -> BulkActView:
    """A bulk act with a page of its items; ``found`` holds one more where another page follows."""
    head = head_view(asked, counts).model_dump()
    return BulkActView.of(found, limit, _item_view, lambda item: item.number, **head)


def _item_view(item: BulkItem) -> BulkItemView:
    return BulkItemView(
        **item.model_dump(exclude={"content", "tries", "refusal"}),
        refusal=refused(item.refusal) if item.refusal else None,
        status_name=STATUS_NAMES[item.status],
        href=f"/v1/applications/{quote(item.case_number, safe='')}",
    )


def dry_run_view(kind: str, foreseen: Sequence[Foreseen]) -> BulkDryRunView:
    """A dry run with its counts."""
    items = [_item_of_dry_run(one) for one in foreseen]
    allowed = sum(item.allowed for item in items)
    return BulkDryRunView(
        act=kind,
        label=title_of(kind),
        total=len(items),
        allowed=allowed,
        refused=len(items) - allowed,
        items=items,
    )


def _item_of_dry_run(foreseen: Foreseen) -> DryRunItemView:
    shown = preview_view(foreseen.preview)
    return DryRunItemView(
        **foreseen.item.model_dump(include={"number", "case_number", "subject"}),
        allowed=shown.allowed,
        is_tried=foreseen.is_tried,
        refusal=shown.refusal,
        stage=shown.after.stage if shown.after else "",
        sentence=shown.after.sentence if shown.after else "",
        mails=shown.mails,
        money=shown.money,
    )
