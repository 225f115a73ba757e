"""Acts in many cases at once (批量办理): dry run, real run, what came of each item, the report, cancelling."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from adapters.store.bulk.acts import cancel_waiting
from adapters.store.bulk.queries import counts_of, items_of, list_bulks, read_bulk
from api.auth import Require
from api.bulk.views import BulkActPage, BulkActView, BulkDryRunView, act_view, dry_run_view, head_view
from api.downloads import TABLE, TableFormat, table_file
from api.keys import Key
from api.viewing import viewed
from api.wiring import Wired
from commands.access.audit_trail import record_house_view
from commands.access.caller import Caller
from commands.bulk.bodies import BulkActBody
from commands.bulk.lists import BulkDoor, needed
from commands.wiring import Wiring
from domain.bulk.listing import BulkAct, BulkItem, ItemStatus
from domain.bulk.report import COLUMNS, TITLES_AT, sheet_of
from domain.bulk.rules import MOST_ITEMS
from domain.case.roles import Role
from domain.errors import NotFound

router = APIRouter(prefix="/v1/bulk-acts", tags=["批量办理"])
ACTS_IN_BULK = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR)
READS_BULK = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR)
Clerk = Annotated[Caller, Depends(ACTS_IN_BULK)]
Reader = Annotated[Caller, Depends(READS_BULK)]
BulkId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=["0f8d5a1c6b1e4a579a315f1f0b2a9f10"])]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.post(
    "",
    summary="批量办理（可试运行）",
    status_code=202,
    response_model=BulkActView,
    responses={200: {"model": BulkDryRunView, "description": "The dry run: nothing was done"}},
)
async def begin(
    body: BulkActBody, caller: Clerk, wired: Wired, response: Response, key: Key = None
) -> BulkActView | Response:
    """Do one act in up to 2,000 cases, each with the shared body and its own overrides; a dry run only says what would come.

    Every item is checked as the route of the act checks it. What is refused, cases that are not the caller's among it
    (as if they did not exist), is told with its reason, and the rest goes on. Only a list that is wrong as a whole is
    refused as a whole: no such act, one that is done case by case, or an item that stands there twice.

    A real run needs an Idempotency-Key and is answered at once (202); repeated, it is the same bulk act, and goes on.
    """
    identifier = None if body.dry_run else needed(key)
    door = BulkDoor(wired, caller, body)
    if identifier is None:
        await asyncio.to_thread(record_house_view, wired, caller, "bulk-act:previewed", body.act)
        dry_run_store = dry_run_view(body.act, await door.dry_run())
        return Response(dry_run_store.model_dump_json(), 200, media_type="application/json")
    kept = await door.begin(identifier)
    response.headers["Location"] = f"/v1/bulk-acts/{kept.id}"
    return await asyncio.to_thread(_shown, wired, kept, 0, 100, None)


@router.get("", summary="本人的批量办理")
def list_own(
    caller: Clerk,
    wired: Wired,
    after: Annotated[
        str | None, Query(pattern=r"^[0-9a-f]{32}$", description="``next`` of the page before.")
    ] = None,
    limit: Limit = 50,
) -> BulkActPage:
    """The caller's own bulk acts, newest first."""
    last = find_own(wired, caller, after) if after else None
    found = list_bulks(wired.engine, caller.account, last, limit + 1)
    return BulkActPage.of(found, limit, lambda one: head_view(*one), lambda one: one[0].id)


@router.get(
    "/{identifier}",
    summary="批量办理的进度与逐项结果",
    dependencies=[viewed(READS_BULK, "bulk-act:viewed")],
)
def show(
    identifier: BulkId,
    caller: Reader,
    wired: Wired,
    after: Annotated[int, Query(ge=0, le=MOST_ITEMS, description="``next`` of the page before.")] = 0,
    limit: Limit = 100,
    status: ItemStatus | None = None,
) -> BulkActView:
    """Whoever asked for it, and auditors, see its state, the counts, and what came of each item, page by page."""
    return _shown(wired, find_bulk(wired, caller, identifier), after, limit, status)


@router.get(
    "/{identifier}/report",
    summary="下载批量办理结果",
    response_class=Response,
    responses=TABLE,
    dependencies=[viewed(READS_BULK, "bulk-act:viewed")],
)
def report(
    identifier: BulkId,
    caller: Reader,
    wired: Wired,
    kind: TableFormat = "xlsx",
) -> Response:
    """Every item with what came of it as it is now, for the file; whoever asked for it, and auditors."""
    asked = find_bulk(wired, caller, identifier)
    rows = sheet_of(asked, counts_of(wired.engine, asked.id), items_of(wired.engine, asked.id))
    return table_file(
        kind,
        f"批量办理结果-{asked.id[:8]}",
        rows,
        sheet="批量办理结果",
        widths=(column.width for column in COLUMNS),
        titles_at=TITLES_AT,
    )


@router.post("/{identifier}/cancel", summary="取消尚未开始的项")
def cancel(identifier: BulkId, caller: Clerk, wired: Wired) -> BulkActView:
    """Whoever asked for it cancels what has not begun; what was done stays done. Repeated, nothing more happens."""
    asked = find_own(wired, caller, identifier)
    cancel_waiting(wired.engine, asked, datetime.now(UTC))
    return _shown(wired, find_own(wired, caller, identifier), 0, 100, None)


def find_bulk(wired: Wiring, caller: Caller, identifier: str) -> BulkAct:
    """The bulk act, for whoever asked for it and for auditors.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    found = read_bulk(wired.engine, identifier)
    if found is None or (found.account != caller.account and Role.AUDITOR not in caller.roles):
        raise NotFound(
            f"没有编号为“{identifier[:40]}”的批量办理。", remedy="请核对提交时得到的编号，或从列表中打开。"
        )
    return found


def find_own(wired: Wiring, caller: Caller, identifier: str) -> BulkAct:
    """The caller's own bulk act.

    Raises:
        NotFound: there is none.
    """
    alone = caller.model_copy(update={"roles": ()})
    return find_bulk(wired, alone, identifier)


def _shown(wired: Wiring, asked: BulkAct, after: int, limit: int, status: ItemStatus | None) -> BulkActView:
    counts = counts_of(wired.engine, asked.id)
    found: Sequence[BulkItem] = items_of(wired.engine, asked.id, after, limit + 1, status)
    return act_view(asked, counts, found, limit)
