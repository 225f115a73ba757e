"""From a kept bulk act to what its readers see."""

from collections.abc import Sequence
from urllib.parse import quote

from api.problems import refused
from commands.bulk.bodies import BulkActHead, BulkActView, BulkItemView, BulkRehearsalView, RehearsedItemView
from domain.bulk.listing import STATE_NAMES, STATUS_NAMES, BulkAct, BulkItem, Counts, state_of
from domain.bulk.rules import title_of


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
    page = found[:limit]
    following = page[-1].number if len(found) > limit else None
    head = head_view(asked, counts)
    return BulkActView(**head.model_dump(), items=[_item_view(item) for item in page], next=following)


def _item_view(item: BulkItem) -> BulkItemView:
    return BulkItemView(
        **item.model_dump(exclude={"content", "tries", "refusal"}),
        refusal=refused(item.refusal) if item.refusal else None,
        status_name=STATUS_NAMES[item.status],
        href=f"/v1/applications/{quote(item.case_number, safe='')}",
    )


def rehearsal_view(kind: str, items: list[RehearsedItemView]) -> BulkRehearsalView:
    """A dry run with its counts."""
    allowed = sum(item.allowed for item in items)
    return BulkRehearsalView(
        act=kind,
        label=title_of(kind),
        total=len(items),
        allowed=allowed,
        refused=len(items) - allowed,
        items=items,
    )
