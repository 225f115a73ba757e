"""A bulk act as it is kept: what was asked, each item, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from pydantic import JsonValue

from domain.case.roles import Role
from domain.errors import RefusalFacts
from domain.frozen import Frozen


class ItemStatus(StrEnum):
    """What came of an item."""

    WAITING = "waiting"
    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


OPEN: Final = (ItemStatus.WAITING, ItemStatus.BEGUN)
"""Items that something is still to come of."""

STATUS_NAMES: Final[Mapping[ItemStatus, str]] = {
    ItemStatus.WAITING: "待办理",
    ItemStatus.BEGUN: "办理中",
    ItemStatus.DONE: "已办理",
    ItemStatus.REFUSED: "未办理",
    ItemStatus.CANCELLED: "已取消",
    ItemStatus.UNKNOWN: "结果待核实",
}


class BulkState(StrEnum):
    """Where a bulk act stands."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    FINISHED = "finished"


STATE_NAMES: Final[Mapping[BulkState, str]] = {
    BulkState.RUNNING: "办理中",
    BulkState.CANCELLING: "正在取消",
    BulkState.CANCELLED: "已取消",
    BulkState.FINISHED: "已办结",
}

Counts = Mapping[ItemStatus, int]
"""Items by what came of them; a status without items may be missing."""


class BulkItem(Frozen):
    """One item of a list.

    Attributes:
        number: 1, 2, 3, … within the list.
        case_number: as the list names it; there need be no such case.
        subject: which of several like things of the case; empty for most acts.
        content: the act as it was prepared, empty when it was refused at the door.
        refusal: why it was not done.
        stage: where the case stood after it.
        tries: how often the case was asked and did not answer in time.
        at: when this came of it.
    """

    number: int
    case_number: str
    subject: str = ""
    content: dict[str, JsonValue] = {}
    status: ItemStatus = ItemStatus.WAITING
    refusal: RefusalFacts | None = None
    stage: str = ""
    tries: int = 0
    at: datetime


class BulkAct(Frozen):
    """What was asked.

    Attributes:
        id: made from caller and idempotency key.
        kind: of the act.
        account: who asked, and acts in every case.
        role: in which the person acts, and
        party: for whom.
        digest: of the request.
        total: items of the list.
        cancelled_at: when somebody said that what had not begun shall not be done.
    """

    id: str
    kind: str
    account: str
    role: Role
    party: str
    digest: str
    total: int
    made_at: datetime
    cancelled_at: datetime | None = None


def bulk_id(account: str, key: str) -> str:
    """The id of a bulk act: same caller and idempotency key, same id. Shows neither."""
    return sha256(f"{account}\nbulk-acts\n{key}".encode()).hexdigest()[:32]


def item_key(bulk: str, subject: str) -> str:
    """The idempotency key of one item's act; with caller and case it makes the act's id."""
    return f"{bulk}/{subject}" if subject else bulk


def left_of(counts: Counts) -> int:
    """How many items something is still to come of."""
    return sum(counts.get(status, 0) for status in OPEN)


def state_of(counts: Counts, *, is_cancelled: bool) -> BulkState:
    """Where a bulk act stands: it is over when nothing is left, and cancelled when that left something undone."""
    if left_of(counts):
        return BulkState.CANCELLING if is_cancelled else BulkState.RUNNING
    return BulkState.CANCELLED if counts.get(ItemStatus.CANCELLED) else BulkState.FINISHED
