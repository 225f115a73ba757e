"""The treasury's file: with one wrong row nothing is taken and every row is answered; taken, it counts once."""

from datetime import date, datetime, time
from typing import Any

import pytest

from adapters.store.schema import PaymentImport
from tests.api.asking import problem_of
from tests.api.listed_payments import (
    DOCUMENT,
    HEAD,
    Change,
    Rows,
    Treasury,
    arrived,
    as_csv,
    as_xlsx,
    at,
    case_number,
    filled,
    payment,
    put,
    returned,
)
from tests.api.listed_payments import treasury as treasury


def title(old: str, new: str) -> Change:
    def change(rows: Rows) -> None:
        rows[HEAD][at(old, rows)] = new

    return change


def without(name: str) -> Change:
    def change(rows: Rows) -> None:
        place = at(name, rows)
        for row in rows[HEAD:]:
            del row[place : place + 1]

    return change


def drop_row(row: int) -> Change:
    def change(rows: Rows) -> None:
        del rows[HEAD + row]

    return change


def twice(row: int) -> Change:
    def change(rows: Rows) -> None:
        rows.insert(HEAD + row, list(rows[HEAD + row]))

    return change


def head(text: str) -> Change:
    def change(rows: Rows) -> None:
        rows[1][0] = text

    return change


def nothing_told(rows: Rows) -> None:
    for row in (1, 2):
        for name in ("结果", "到账日期", "退票原因"):
            put(row, name, None)(rows)


WRONG: dict[str, tuple[Change, int, str, str]] = {
    # what is wrong: how, the row that is told, its column, words of the answer
    "a column is missing": (without("开户银行"), 3, "开户银行", "缺少这一列"),
    "a column is there twice": (title("用途", "结果"), 3, "结果", "两次"),
    "a column nobody knows": (title("用途", "经手人"), 3, "经手人", "没有这一列"),
    "a header in 亿元": (title("拨付金额（元）", "拨付金额（亿元）"), 3, "拨付金额（亿元）", "元或万元"),
    "a header in 万元 over 元": (
        title("拨付金额（元）", "拨付金额（万元）"),
        4,
        "拨付金额（元）",
        "相差一万倍",
    ),
    "no header": (title("支付编号", "编号"), 1, "列标题", "没有找到列标题行"),
    "an amount in 万元": (put(1, "拨付金额（元）", 100), 4, "拨付金额（元）", "相差一万倍"),
    "an amount in 厘": (put(1, "拨付金额（元）", 10_000_000_000), 4, "拨付金额（元）", "相差一万倍"),
    "another amount": (put(1, "拨付金额（元）", "1,000,000.01"), 4, "拨付金额（元）", "应为 1000000.00"),
    "an amount finer than 分": (put(2, "拨付金额（元）", 885000.505), 5, "拨付金额（元）", "两位小数"),
    "a negative amount": (put(1, "核定金额（元）", -1), 4, "核定金额（元）", "不小于 0"),
    "an amount in words": (put(1, "市级承担（元）", "壹佰万"), 4, "市级承担（元）", "不小于 0"),
    "an amount by formula": (put(1, "拨付金额（元）", "=500000*2"), 4, "拨付金额（元）", "公式|不小于 0"),
    "an unknown payment": (put(1, "支付编号", "LF2026-0502-99999-P1"), 4, "支付编号", "没有这一支付编号"),
    "no payment": (put(1, "支付编号", None), 4, "支付编号", "缺少支付编号"),
    "a payment on no list": (put(1, "支付编号", payment(9)), 4, "支付编号", "不在任何清单上"),
    "a payment twice": (twice(1), 4, "支付编号", "出现 2 次"),
    "another account": (put(1, "收款账号", "6217000100012345679"), 4, "收款账号", "与清单不一致"),
    "an account as a number": (put(1, "收款账号", 6.217000100012345e18), 4, "收款账号", "科学计数法"),
    "another name": (put(2, "收款人户名", "别的单位"), 5, "收款人户名", "与清单不一致"),
    "a result nobody knows": (put(1, "结果", "成功"), 4, "结果", "须为“已到账”或“退票”"),
    "no result but a day": (put(3, "到账日期", "2026-11-20"), 6, "结果", "没有填写结果"),
    "arrived without a day": (put(1, "到账日期", None), 4, "到账日期", "须填写到账日期"),
    "arrived with a reason": (put(1, "退票原因", "账号有误"), 4, "退票原因", "不得填写退票原因"),
    "a day in the future": (put(1, "到账日期", "2026-11-24"), 4, "到账日期", "不得晚于今天"),
    "a day before the order": (put(1, "到账日期", "2026/11/1"), 4, "到账日期", "不得早于拨付指令日期"),
    "no day at all": (put(1, "到账日期", "上周五"), 4, "到账日期", "须为日期"),
    "a day of no calendar": (put(1, "到账日期", "2026-02-30"), 4, "到账日期", "须为日期"),
    "a serial number for a day": (put(1, "到账日期", 46346), 4, "到账日期", "须为日期"),
    "returned without a reason": (put(2, "退票原因", "  "), 5, "退票原因", "须填写原因"),
    "returned with a day": (put(2, "到账日期", "2026-11-20"), 5, "到账日期", "不得填写到账日期"),
    "a reason without end": (put(2, "退票原因", "长" * 501), 5, "退票原因", "至多 500 字"),
    "a lost row": (drop_row(3), 6, "拨付金额（元）", "与各行之和"),
    "no result at all": (nothing_told, 3, "结果", "均未填写结果"),
    "the file of another list": (head("清单编号：PL2026-00009"), 1, "清单编号", "清单 PL2026-00009 的文件"),
}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_a_wrong_row_is_told_and_nothing_is_taken(treasury: Treasury, kind: str) -> None:
    made = (await treasury.make()).json()
    treasury.order(9, "未列入清单的单位", "7.00")
    good = await treasury.file(made["id"], kind)
    for wrong, (change, row, column, words) in WRONG.items():
        rows = filled([list(cells) for cells in good], change)
        answer = await treasury.send(made["id"], as_xlsx(rows) if kind == "xlsx" else as_csv(rows))
        problem = problem_of(answer, 422, "invalid-input")
        told = {error["path"]: error["message"] for error in problem["errors"]}
        assert f"rows[{row}].{column}" in told, (wrong, told)
        assert any(word in told[f"rows[{row}].{column}"] for word in words.split("|")), (wrong, told)
        wrong_rows = [entry for entry in problem["rows"] if entry["status"] == "wrong"]
        assert row in {entry["row"] for entry in wrong_rows}, wrong
        assert all(entry["faults"] for entry in wrong_rows), wrong
    assert treasury.rows(PaymentImport) == []
    assert (await treasury.get(f"/{made['id']}/confirmations")).json() == []


async def test_every_row_of_a_refused_file_has_its_answer(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    rows = filled(await treasury.file(made["id"]), put(1, "到账日期", "2027-01-01"))
    problem = problem_of(await treasury.send(made["id"], as_xlsx(rows)), 422, "invalid-input")
    assert [(entry["row"], entry["payment"], entry["status"]) for entry in problem["rows"]] == [
        (4, payment(1), "wrong"),
        (5, payment(2), "right"),
        (6, payment(3), "open"),
    ]
    assert problem["rows"][0]["faults"] == ["到账日期：不得晚于今天"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"a,b\r\n1,2\r\n", 422),
        ("支付编号".encode("utf-16"), 422),
        (b"\xff\xff\xfe,\x80", 422),
        (b"%PDF-1.7", 415),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415),
        (b"PK\x03\x04", 415),
        (b"x\r\n" * 20_000, 413),
        (b"x" * (5 << 20), 413),
    ],
    ids=["empty", "foreign", "utf-16", "no text", "pdf", "xls", "torn zip", "rows", "bytes"],
)
async def test_what_is_no_list_is_refused_clearly(treasury: Treasury, content: bytes, status: int) -> None:
    made = (await treasury.make()).json()
    answer = await treasury.send(made["id"], content)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"] or answer.json()["errors"]
    headers = await treasury.known("treasury")
    bare = await treasury.http.post(f"/v1/payment-lists/{made['id']}/confirmations", headers=headers)
    problem_of(bare, 422, "invalid-input")


async def test_whoever_issued_the_money_does_not_confirm_it(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    treasury.did("treasury", case_number(1), "issue_fund_document", document_number=DOCUMENT)
    treasury.did("treasury", case_number(2), "review")
    treasury.did("treasury", case_number(3), "issue_fund_document", document_number="另一份文件")
    content = as_xlsx(filled(await treasury.file(made["id"]), arrived(3)))
    problem = problem_of(await treasury.send(made["id"], content), 422, "invalid-input")
    assert [entry["status"] for entry in problem["rows"]] == ["wrong", "wrong", "right"]
    assert "您下达了这笔资金" in problem["rows"][0]["faults"][0]
    assert "牵头审核" in problem["rows"][1]["faults"][0]
    assert (await treasury.send(made["id"], content, "finance")).status_code == 202


async def test_a_file_is_kept_with_its_rows_before_the_first_act_and_goes_on_later(
    treasury: Treasury,
) -> None:
    """Temporal is away: nothing is done, nothing is lost, and the same file again is the same import."""
    made = (await treasury.make()).json()
    rows = filled(await treasury.file(made["id"]))
    first = await treasury.send(made["id"], as_xlsx(rows))
    assert first.status_code == 202, first.text
    assert first.headers["retry-after"]
    kept = first.json()
    assert (kept["complete"], kept["counts"]) == (False, {"waiting": 2, "open": 1})
    assert [(row["payment"], row["result"], row["paid_on"], row["reason"]) for row in kept["rows"]] == [
        (payment(1), "已到账", "2026-11-20", ""),
        (payment(2), "退票", None, "账号与户名不符"),
        (payment(3), "", None, ""),
    ]
    for username, content in (
        ("finance", as_csv(rows)),
        ("treasury", as_csv(rows, "gb18030")),
        ("finance", as_xlsx([*rows[: HEAD + 1], *reversed(rows[HEAD + 1 : HEAD + 4]), *rows[HEAD + 4 :]])),
    ):
        assert (await treasury.send(made["id"], content, username)).json() == kept
    assert (await treasury.get(f"/{made['id']}/confirmations", "auditor")).json() == [kept]


@pytest.mark.parametrize(
    "day", ["2026-11-20", "2026/11/20", "2026年11月20日", "20261120", date(2026, 11, 20)]
)
async def test_a_day_is_read_however_a_spreadsheet_writes_it(treasury: Treasury, day: Any) -> None:
    made = (await treasury.make()).json()
    rows = filled(await treasury.file(made["id"]), put(1, "到账日期", day))
    if isinstance(day, date):
        put(1, "到账日期", datetime.combine(day, time(8, 30)))(rows)
    answer = await treasury.send(made["id"], as_xlsx(rows))
    assert (answer.status_code, answer.json()["rows"][0]["paid_on"]) == (202, "2026-11-20")


async def test_full_width_titles_and_moved_columns_are_the_same_columns(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    rows = filled(await treasury.file(made["id"]), title("拨付金额（元）", " 拨付金额 （元）"))
    moved = [[row[-1] if len(row) == len(rows[HEAD]) else None, *row[:-1]] for row in rows]
    assert (await treasury.send(made["id"], as_xlsx(moved))).status_code == 202


async def test_what_is_recorded_is_told_and_what_was_recorded_otherwise_is_refused(
    treasury: Treasury,
) -> None:
    made = (await treasury.make()).json()
    treasury.settle(payment(1), status="paid", paid_on=date(2026, 11, 20))
    rows = filled(await treasury.file(made["id"]))
    answer = (await treasury.send(made["id"], as_xlsx(rows))).json()
    assert [row["status"] for row in answer["rows"]] == ["known", "waiting", "open"]
    assert "不重复登记" in answer["rows"][0]["words"]
    arrived(1, "2026-11-19")(rows)
    refused = problem_of(await treasury.send(made["id"], as_xlsx(rows)), 422, "invalid-input")
    assert "已登记为“2026-11-20已到账”" in refused["rows"][0]["faults"][0]


async def test_a_payment_that_arrived_may_come_back_all_the_same(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    treasury.settle(payment(1), status="paid", paid_on=date(2026, 11, 20))
    rows = filled(await treasury.file(made["id"]))
    put(1, "到账日期", None)(rows)
    returned(1)(rows)
    taken = (await treasury.send(made["id"], as_xlsx(rows))).json()
    assert (taken["rows"][0]["status"], taken["rows"][0]["result"]) == ("waiting", "退票")


async def test_a_row_of_another_list_is_told_with_its_list(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    treasury.order(4, "第二批", "5.00")
    other = (await treasury.make()).json()
    rows = filled(await treasury.file(made["id"]), put(1, "支付编号", payment(4)))
    refused = problem_of(await treasury.send(made["id"], as_xlsx(rows)), 422, "invalid-input")
    assert f"在清单 {other['id']} 上" in refused["rows"][0]["faults"][0]
