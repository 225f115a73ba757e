"""Awards from before this system ran: entered by one official of the lead, confirmed by another, withdrawn where wrong."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Response, UploadFile

from adapters.store.money.earlier_awards import KeptList, read_lists
from api.auth import Official, Require
from api.downloads import TABLE, TableFormat, table_file
from api.keys import Key
from api.money.earlier_views import (
    AwardListView,
    EarlierAwardView,
    JudgedAwards,
    award_view,
    judged_awards,
    list_view,
)
from api.problems import TooLarge
from api.viewing import viewed
from api.wiring import Wired
from commands.access.caller import Caller
from commands.keys import or_new
from commands.money.bodies import AwardListBody, AwardListDeclined, Settlement, WithdrawalBody
from commands.money.earlier_awards import (
    REMEDY,
    enter_list,
    judge_list,
    led_money,
    lines_of_body,
    lines_of_file,
    settle,
    shown_list,
    withdraw,
)
from commands.uploaded_tables import uploaded_table
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.earlier_awards.award import ListStatus
from domain.earlier_awards.columns import columns_of, template_of
from domain.earlier_awards.reading import AwardLine

MOST_BYTES = 1000 * 1024
"""Of a file; a list of 500 awards has about a hundred KiB."""

router = APIRouter(prefix="/v1/earlier-awards", tags=["以往奖补"])
READER = Require(Role.OFFICIAL, Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR)
Reader = Annotated[Caller, Depends(READER)]
Identifier = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=["0f8d5a1c6b1e4a579a315f1f0b2a9f10"])]
Measure = Annotated[str, Query(pattern=r"^[\w.-]{1,64}$", description="Code of the subsidy type.")]
DryRun = Annotated[bool, Query(description="Only say what each row would come to.")]
ENTERED: dict[int | str, dict[str, Any]] = {
    200: {"model": JudgedAwards, "description": "The dry run: nothing was stored"}
}


@router.post(
    "", summary="登记以往奖补（可试运行）", status_code=201, response_model=AwardListView, responses=ENTERED
)
def enter(
    body: AwardListBody,
    caller: Official,
    wired: Wired,
    response: Response,
    dry_run: DryRun = False,
    key: Key = None,
) -> AwardListView | Response:
    """The lead department enters awards that were granted before this system ran: one by hand, or several of one type.

    All rows must be good; each fault is told by row and field, and then nothing is entered. Nothing counts before another
    official of the department has confirmed it. Repeated with the same Idempotency-Key, the same list.
    """
    return _entered(wired, caller, body.measure, lines_of_body(body), response, or_new(key), dry_run=dry_run)


@router.post(
    "/file",
    summary="导入以往奖补清单（可试运行）",
    status_code=201,
    response_model=AwardListView,
    responses=ENTERED,
)
def load(
    file: UploadFile,
    measure: Annotated[str, Form(pattern=r"^[\w.-]{1,64}$", examples=["settlement_voucher"])],
    caller: Official,
    wired: Wired,
    response: Response,
    dry_run: DryRun = False,
    key: Key = None,
) -> AwardListView | Response:
    """The same from a file: the filled-in template, as XLSX or CSV."""
    content = file.file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    lines = lines_of_file(wired, caller, measure, uploaded_table(content, REMEDY))
    return _entered(wired, caller, measure, lines, response, or_new(key), dry_run=dry_run)


def _entered(
    wired: Wiring,
    caller: Caller,
    measure: str,
    lines: tuple[AwardLine, ...],
    response: Response,
    key: str,
    *,
    dry_run: bool,
) -> AwardListView | Response:
    if dry_run:
        judged = judged_awards(judge_list(wired, caller, measure, lines))
        return Response(judged.model_dump_json(), 200, media_type="application/json")
    kept = enter_list(wired, caller, measure, lines, key)
    response.headers["Location"] = f"/v1/earlier-awards/{kept.id}"
    return list_view(wired, kept)


@router.get("/template", summary="下载以往奖补模板", response_class=Response, responses=TABLE)
def template(caller: Official, wired: Wired, measure: Measure, kind: TableFormat = "xlsx") -> Response:
    """The empty list of a type that the caller's department leads, with a line on how each column is written."""
    subsidy = led_money(wired, caller, measure)
    rows = template_of(subsidy)
    return table_file(
        kind,
        f"以往奖补-{subsidy.number}",
        rows,
        sheet="以往奖补",
        widths=(column.width for column in columns_of(subsidy)),
        titles_at=len(rows),
    )


@router.get("", summary="以往奖补清单", dependencies=[viewed(READER, "earlier-awards:listed")])
def list_lists(
    caller: Reader, wired: Wired, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> list[AwardListView]:
    """An office sees its own lists, newest first; finance, auditor and administrator all of them."""
    kept: list[KeptList] = []
    if caller.reads_all or caller.department:
        kept = read_lists(wired.engine, None if caller.reads_all else caller.department, limit)
    return [list_view(wired, each) for each in kept]


@router.get(
    "/{identifier}",
    summary="一份以往奖补清单",
    dependencies=[viewed(READER, "earlier-awards:listed")],
)
def show(identifier: Identifier, caller: Reader, wired: Wired) -> AwardListView:
    """A list with each award and whether it counts; for its office and who sees every case."""
    return list_view(wired, shown_list(wired, caller, identifier))


@router.post("/{identifier}/confirm", summary="确认以往奖补")
def confirm(identifier: Identifier, caller: Official, wired: Wired) -> AwardListView:
    """Another official of the department, never who entered it, confirms a list: from now on it counts."""
    return list_view(wired, settle(wired, caller, identifier, Settlement(status=ListStatus.CONFIRMED)))


@router.post("/{identifier}/decline", summary="不予登记以往奖补")
def decline(identifier: Identifier, body: AwardListDeclined, caller: Official, wired: Wired) -> AwardListView:
    """Another official of the department finds that what was entered is not so; it never counts."""
    said = Settlement(status=ListStatus.DECLINED, reason=body.reason)
    return list_view(wired, settle(wired, caller, identifier, said))


@router.post("/awards/{identifier}/withdraw", summary="撤销一笔以往奖补")
def withdraw_one(
    identifier: Identifier, body: WithdrawalBody, caller: Official, wired: Wired
) -> EarlierAwardView:
    """An official of the department withdraws an award that was entered wrongly, by a document; the record stays."""
    return award_view(wired, withdraw(wired, caller, identifier, body))
