"""Payment lists: what the treasury is told to pay, and what it reports back."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response, UploadFile
from fastapi.responses import JSONResponse

from adapters.store.payments.imports import imports_of
from adapters.store.payments.list_queries import Done, list_lists, read_list, record_sight
from adapters.store.payments.lists import ListAsked, make_list
from api.auth import Finance, Require
from api.downloads import TABLE, TableFormat, table_file
from api.keys import Key
from api.openapi import PROBLEMS
from api.payments.views import (
    ImportView,
    PaymentListBody,
    PaymentListPage,
    PaymentListView,
    import_view,
    list_head,
    list_view,
    rows_problem,
)
from api.problems import MEDIA_TYPE, RETRY_SECONDS, TooLarge
from api.viewing import viewed
from api.wiring import Wired
from commands.access.audit_trail import party_of_caller
from commands.access.authorise import kept_off
from commands.access.caller import Caller
from commands.keys import digest_of, or_new
from commands.payments.confirming import Confirming
from commands.payments.imports import MOST_BYTES, RowsRefused, take_file
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.departments import FINANCE_BUREAU
from domain.errors import ConflictOfRoles, FieldError, InvalidInput, NotFound, Repeated
from domain.payment_list.columns import COLUMNS, TITLES
from domain.payment_list.four_eyes import bar_from_listing
from domain.payment_list.listing import LARGEST_TOTAL, PaymentList
from domain.payment_list.table import sheet_of

router = APIRouter(prefix="/v1/payment-lists", tags=["拨付清单"])
READS_MONEY = Require(Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR)
MoneyReader = Annotated[Caller, Depends(READS_MONEY)]
ListId = Annotated[str, Path(max_length=40, examples=["PL2026-00001"])]


@router.post("", summary="编制拨付清单", status_code=201)
def make(
    body: PaymentListBody, caller: Finance, wired: Wired, response: Response, key: Key = None
) -> PaymentListView:
    """Every ordered payment under the document that is on no list yet, at most 500, gets onto a new list.

    Whoever decided in one of the cases cannot make it; see ``domain.payment_list.four_eyes``.
    """
    digest = digest_of("payment-lists", body)
    asked = ListAsked(
        key=sha256(f"{caller.account}\npayment-lists\n{or_new(key)}".encode()).hexdigest(),
        digest=digest,
        document_number=body.document_number,
        made_by=caller.account,
        party=party_of_caller(caller),
        at=datetime.now(UTC),
        purpose_of=lambda number, code, version: (
            f"{number} {wired.catalogue.policy(version).type(code).name}"
        ),
        check=partial(_check, wired, caller),
        answer_of=lambda made: list_view(made).model_dump(mode="json"),
    )
    first = make_list(wired.engine, asked)
    if first.digest != digest:
        raise Repeated("同一 Idempotency-Key 已用于另一份清单。", remedy="请使用新的 Idempotency-Key。")
    view = PaymentListView.model_validate(first.body)
    response.headers["Location"] = f"/v1/payment-lists/{view.id}"
    return view


def _check(wired: Wiring, caller: Caller, made: PaymentList, done: Done) -> None:
    numbers = sorted({line.case_number for line in made.lines})
    check_list(made, done, kept_off(wired, caller, numbers, FINANCE_BUREAU))


def check_list(made: PaymentList, done: Done, barred_in: Mapping[str, str]) -> None:
    """People, four eyes, every line with an account, and a sum that a spreadsheet keeps exactly.

    Raises:
        ConflictOfRoles: the maker decided in some of the cases, left them, or is absent (``barred_in``); each is named.
        InvalidInput: a payment has no account, or the sum has more digits than a spreadsheet keeps.
    """
    barred = [
        FieldError(path=f"payments.{line.payment}", message=why)
        for line in made.lines
        if (why := bar_from_listing(done.get(line.case_number, ())) or barred_in.get(line.case_number, ""))
    ]
    if barred:
        raise ConflictOfRoles(
            f"清单中有 {len(barred)} 笔支付须由他人办理，您不能编制这份清单。",
            remedy="请由其他拨付人员编制。",
            fields=tuple(barred),
        )
    bare = [
        FieldError(path=f"payments.{line.payment}", message="没有收款信息")
        for line in made.lines
        if not line.account_number
    ]
    if bare or made.total > LARGEST_TOTAL:
        what = "有支付没有收款信息。" if bare else f"清单合计超过 {LARGEST_TOTAL} 元，电子表格无法精确记录。"
        raise InvalidInput(what, remedy="请逐笔核对。", fields=tuple(bare))


@router.get(
    "",
    summary="拨付清单列表",
    dependencies=[viewed(READS_MONEY, "payment-lists:listed")],
)
def list_all(
    wired: Wired,
    document_number: Annotated[str | None, Query(max_length=200)] = None,
    after: Annotated[str | None, Query(max_length=40, description="``next`` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PaymentListPage:
    """The lists, newest first."""
    found = list_lists(wired.engine, document_number, after, limit + 1)
    return PaymentListPage.of(found, limit, list_head, lambda summary: summary.id)


@router.get("/{list_id}", summary="拨付清单")
def show(list_id: ListId, caller: MoneyReader, wired: Wired) -> PaymentListView:
    """A list with its totals and where each payment stands; of an account number the last four digits alone.

    What a stop of payment holds back since the list was made is marked (停拨) and no part of the present version and its total.
    """
    listed = find_list(wired, list_id)
    record_sight(
        wired.engine, listed, caller.account, party_of_caller(caller), datetime.now(UTC), whole=False
    )
    return list_view(listed)


@router.get(
    "/{list_id}/file",
    summary="下载拨付清单",
    response_class=Response,
    responses=TABLE,
)
def download(
    list_id: ListId,
    caller: Finance,
    wired: Wired,
    kind: TableFormat = "xlsx",
) -> Response:
    """The present version for the treasury, with whole account numbers; every download is recorded as a view of personal data.

    What is stopped meanwhile is not in it; its head says which payments are left out. The treasury fills in 结果, 到账日期 and 退票原因 and the file comes back to ``…/confirmations``.
    """
    listed = find_list(wired, list_id)
    rows = sheet_of(listed)
    record_sight(wired.engine, listed, caller.account, party_of_caller(caller), datetime.now(UTC), whole=True)
    return table_file(
        kind,
        f"拨付清单-{listed.id}",
        rows,
        sheet="拨付清单",
        widths=(column.width for column in COLUMNS),
        titles_at=rows.index(TITLES) + 1,
    )


@router.post(
    "/{list_id}/confirmations",
    summary="导入拨付结果",
    response_model=ImportView,
    responses={
        202: {"model": ImportView, "description": "Kept; the same file again goes on with what is left"},
        422: {"description": "Rows are wrong; ``rows`` answers each", "content": PROBLEMS[422]["content"]},
    },
)
async def confirm(
    list_id: ListId, file: UploadFile, caller: Finance, wired: Wired, response: Response
) -> ImportView | JSONResponse:
    """The list as it was downloaded, XLSX or CSV, with 结果 (已到账 or 退票), 到账日期 and 退票原因 filled in.

    With one wrong row nothing is taken, and every row has its answer. When all are right the file is kept, and then each
    row is acted on. The same content again, by whomever, gives the first answer and goes on with what was left (202).
    Rows without a result may follow in a later file. Who issued the fund document does not confirm: see
    ``domain.payment_list.four_eyes``.
    """
    content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    listed = await asyncio.to_thread(find_list, wired, list_id)
    try:
        kept = await asyncio.to_thread(take_file, wired, caller, listed, content)
    except RowsRefused as refused:
        told = rows_problem(refused.verdicts)
        return JSONResponse(told.model_dump(mode="json"), 422, media_type=MEDIA_TYPE)
    record = await Confirming(wired, kept, caller).go_on()
    if not record.complete:
        response.status_code = 202
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return import_view(record)


@router.get(
    "/{list_id}/confirmations",
    summary="拨付结果导入记录",
    dependencies=[viewed(READS_MONEY, "payment-list:results-viewed")],
)
def confirmations(list_id: ListId, wired: Wired) -> list[ImportView]:
    """The files that were taken for a list, the first one first, with what came of each row."""
    return [import_view(record) for record in imports_of(wired.engine, find_list(wired, list_id).id)]


def find_list(wired: Wiring, list_id: str) -> PaymentList:
    """The list.

    Raises:
        NotFound: there is none.
    """
    listed = read_list(wired.engine, list_id)
    if listed is None:
        raise NotFound(f"没有编号为“{list_id}”的拨付清单。", remedy="请从清单列表中选择。")
    return listed
