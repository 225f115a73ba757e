"""Payment lists: made once, by the right person, and in files that the treasury opens and nobody can abuse."""

import asyncio
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from adapters.store.engine import transaction
from adapters.store.schema import AuditEntryRow, PaymentListRow, PaymentStop
from domain.payment_list.listing import MOST_LINES
from tests.api.asking import UNIT, log_in, new_key, paths_of, problem_of
from tests.api.listed_payments import (
    AMOUNTS,
    DOCUMENT,
    HEAD,
    NAMES,
    ORDERED_AT,
    Treasury,
    at,
    case_number,
    opened,
    payment,
)
from tests.api.listed_payments import treasury as treasury


async def test_a_list_has_every_ordered_payment_of_its_document_once(treasury: Treasury) -> None:
    treasury.order(4, "别的单位", "5.00", "廊财建〔2026〕13号")
    treasury.order(5, "已付单位", "5.00", status="paid")
    treasury.order(6, "全部抵扣", "5.00", transfer=Decimal("0.00"))
    key = new_key()
    first = await treasury.make(key=key)
    assert first.status_code == 201, first.text
    made = first.json()
    assert first.headers["location"] == f"/v1/payment-lists/{made['id']}"
    assert [line["payment"] for line in made["lines"]] == [payment(1), payment(2), payment(3)]
    assert (made["id"], made["count"], made["total"]) == ("PL2026-00001", 3, "1885000.51")
    assert made["total_in_words"] == "人民币壹佰捌拾捌万伍仟元伍角壹分"
    assert {line["account"] for line in made["lines"]} == {"***************5678"}
    assert (await treasury.make(key=key)).json() == made
    problem_of(await treasury.make(), 409, "wrong-stage")
    treasury.order(7, "后来的单位", "5.00")
    later = (await treasury.make()).json()
    assert ([line["payment"] for line in later["lines"]], later["id"]) == ([payment(7)], "PL2026-00002")
    listed = (await treasury.get("?limit=1", "auditor")).json()
    assert ([entry["id"] for entry in listed["items"]], listed["next"]) == (["PL2026-00002"], "PL2026-00002")
    rest = (await treasury.get(f"?after={listed['next']}", "auditor")).json()
    assert [entry["id"] for entry in rest["items"]] == ["PL2026-00001"]


async def test_two_lists_asked_for_at_once_share_no_payment(treasury: Treasury) -> None:
    await log_in(treasury.http, "finance")
    answers = await asyncio.gather(*(treasury.make() for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(treasury.rows(PaymentListRow)) == 1


async def test_a_part_that_was_set_off_is_not_transferred(treasury: Treasury) -> None:
    treasury.settle(payment(1), transfer=Decimal("400000.00"))
    made = (await treasury.make()).json()
    assert (made["lines"][0]["amount"], made["lines"][0]["transfer"]) == ("1000000.00", "400000.00")
    assert made["total"] == "1285000.51"
    rows = await treasury.file(made["id"])
    assert rows[HEAD + 1][at("拨付金额（元）", rows)] == 400000


async def test_an_unknown_document_and_an_unknown_list_are_not_found(treasury: Treasury) -> None:
    answer = await treasury.http.post(
        "/v1/payment-lists", json={"document_number": "没有"}, headers=await log_in(treasury.http, "finance")
    )
    problem_of(answer, 404, "not-found")
    for path in ("/PL2026-09999", "/PL2026-09999/file", "/PL2026-09999/confirmations"):
        problem_of(await treasury.get(path), 404, "not-found")
    problem_of(await treasury.get("/x%00y"), 422, "invalid-input")


async def test_a_key_is_good_for_one_document(treasury: Treasury) -> None:
    key = new_key()
    await treasury.make(key=key)
    answer = await treasury.http.post(
        "/v1/payment-lists",
        json={"document_number": "廊财建〔2026〕13号"},
        headers=await log_in(treasury.http, "finance") | key,
    )
    problem_of(answer, 409, "repeated-key")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_the_file_is_for_the_treasury_and_its_download_is_recorded(
    treasury: Treasury, kind: str
) -> None:
    made = (await treasury.make()).json()
    answer = await treasury.get(f"/{made['id']}/file?format={kind}")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].endswith(f"{made['id']}.{kind}")
    rows = opened(answer.content)
    assert rows[0][0] == f"拨付清单（{DOCUMENT}）"
    assert rows[1][0].startswith(f"清单编号：{made['id']} ")
    assert [row[at("收款人户名", rows)].replace("\r\n", "\n") for row in rows[HEAD + 1 : HEAD + 4]] == [
        NAMES[0],
        f"'{NAMES[1]}",
        NAMES[2],
    ]
    number = rows[HEAD + 1][at("收款账号", rows)]
    assert number == ("6217000100012345678" if kind == "xlsx" else "'6217000100012345678")
    transfer = at("拨付金额（元）", rows)
    assert [Decimal(str(row[transfer])) for row in rows[HEAD + 1 : HEAD + 5]] == [
        *map(Decimal, AMOUNTS),
        Decimal("1885000.51"),
    ]
    assert rows[-1][0] == "合计金额（大写）：人民币壹佰捌拾捌万伍仟元伍角壹分"
    seen = [entry for entry in treasury.rows(AuditEntryRow) if entry.action == "payment-list:downloaded"]
    assert {entry.chain for entry in seen} == {"house", *(case_number(index) for index in (1, 2, 3))}
    assert {entry.subject for entry in seen} == {made["id"]}
    assert (await treasury.get(f"/{made['id']}")).status_code == 200
    masked = [entry for entry in treasury.rows(AuditEntryRow) if entry.action == "payment-list:viewed"]
    assert {(entry.chain, entry.subject) for entry in masked} == {("house", made["id"])}


async def test_a_workbook_holds_numbers_and_texts_and_no_formula(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    answer = await treasury.get(f"/{made['id']}/file")
    sheet: Any = load_workbook(io.BytesIO(answer.content)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    titles = [cell.value for cell in sheet[HEAD + 1]]
    line = sheet[HEAD + 2]
    assert line[titles.index("收款账号")].data_type == "s"
    money = line[titles.index("拨付金额（元）")]
    assert (money.data_type, money.number_format) == ("n", "#,##0.00")


async def test_only_the_finance_bureau_makes_lists_and_sees_whole_accounts(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    for username in ("yunshu", "fgw", "auditor", "administrator"):
        problem_of(await treasury.make(username), 403, "not-allowed")
        problem_of(await treasury.get(f"/{made['id']}/file", username), 403, "not-allowed")
        problem_of(await treasury.send(made["id"], b"x", username), 403, "not-allowed")
    for username in ("yunshu", "fgw"):
        for path in ("", f"/{made['id']}", f"/{made['id']}/confirmations"):
            problem_of(await treasury.get(path, username), 403, "not-allowed")
    seen = await treasury.get(f"/{made['id']}", "auditor")
    assert (seen.status_code, "6217000100012345678" in seen.text) == (200, False)
    problem_of(await treasury.http.get(f"/v1/payment-lists/{made['id']}/file"), 401, "not-authenticated")


async def test_whoever_decided_in_a_case_cannot_list_its_payment(treasury: Treasury) -> None:
    treasury.did("finance", case_number(2), "sign_off")
    refused = problem_of(await treasury.make(), 403, "conflict-of-roles")
    assert paths_of(refused) == {f"payments.{payment(2)}"}
    assert treasury.rows(PaymentListRow) == []
    assert (await treasury.make("treasury")).status_code == 201


async def test_who_issued_the_money_may_list_it(treasury: Treasury) -> None:
    treasury.did("finance", case_number(1), "issue_fund_document", document_number=DOCUMENT)
    assert (await treasury.make()).status_code == 201


async def test_a_list_keeps_what_a_spreadsheet_can_hold(treasury: Treasury) -> None:
    treasury.order(8, "大额单位", "99999999999999.99")
    problem_of(await treasury.make(), 422, "invalid-input")
    treasury.settle(payment(8), payee="nowhere", transfer=Decimal("1.00"))
    refused = problem_of(await treasury.make(), 422, "invalid-input")
    assert paths_of(refused) == {f"payments.{payment(8)}"}


def stop(treasury: Treasury, index: int, *, is_set: bool) -> None:
    with transaction(treasury.engine) as session:
        session.add(
            PaymentStop(
                case_number=case_number(index),
                unit=UNIT,
                scope="case",
                is_set=is_set,
                party="finance_bureau",
                reason="正在核查投资额。",
                clause="附则(四)",
                at=ORDERED_AT,
            )
        )


async def test_a_payment_under_a_stop_is_held_back_until_it_is_lifted(treasury: Treasury) -> None:
    for index in (1, 2, 3):
        stop(treasury, index, is_set=True)
    refused = problem_of(await treasury.make(), 409, "wrong-stage")
    assert paths_of(refused) == {f"payments.{payment(index)}" for index in (1, 2, 3)}
    for index in (1, 3):
        stop(treasury, index, is_set=False)
    made = (await treasury.make()).json()
    assert [line["payment"] for line in made["lines"]] == [payment(1), payment(3)]
    assert made["held_back"] == [
        {"payment": payment(2), "case_number": case_number(2), "why": "停拨：正在核查投资额。"}
    ]
    stop(treasury, 2, is_set=False)
    assert [line["payment"] for line in (await treasury.make()).json()["lines"]] == [payment(2)]


@pytest.mark.long
async def test_a_list_takes_five_hundred_payments_and_the_next_one_the_rest(treasury: Treasury) -> None:
    treasury.order_many(range(10, 510))
    made = [(await treasury.make()).json() for _ in range(2)]
    assert [listed["count"] for listed in made] == [MOST_LINES, 3]
    assert len({line["payment"] for listed in made for line in listed["lines"]}) == 503
