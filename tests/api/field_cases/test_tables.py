"""Tables as people have them, and as they hide something, at every door that takes one: told alike, never half.

F18, F19: what runs or declares is told by content. G10: what is hidden is named. Days, amounts, columns and encodings are read alike.
"""

import csv
import io
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import httpx
import pytest
from openpyxl import load_workbook

from tests.adapters.files.packed import TYPES, encrypted
from tests.api.asking import UNIT, log_in, new_key, problem_of
from tests.api.earlier_desk import ROW, TITLES
from tests.api.listed_payments import Rows, Treasury, arrived, as_csv, as_xlsx, put
from tests.api.listed_payments import treasury as treasury
from tests.api.simulation.test_simulations import ended

DAY, AMOUNT = "2026-11-20", "1000000.00"
NAME = "廊坊云枢智算科技有限公司"


async def payments(asked: Treasury, day: Any, amount: Any) -> Rows:
    rows = await asked.file((await asked.make(key={"Idempotency-Key": "one"})).json()["id"])
    for change in (arrived(1, day), put(1, "拨付金额（元）", amount)):
        change(rows)
    return rows


async def invited(asked: Treasury, day: Any, amount: Any) -> Rows:
    headers = await log_in(asked.http, "fgw")
    asking = {"measure": "compute_centre_construction", "format": "csv"}
    template = await asked.http.get("/v1/invitations/template", params=asking, headers=headers)
    (titles,) = [
        row for row in csv.reader(io.StringIO(template.content.decode("utf-8-sig"))) if "属地" in row
    ]
    known = {"统一社会信用代码": UNIT, "单位名称": NAME, "属地": "廊坊开发区", "联系邮箱": ""}
    told = {"投运日期": day, "建设投资额": amount}
    words = {**known, **told}
    return [
        titles,
        [next((value for name, value in words.items() if name in title), "一号算力中心") for title in titles],
    ]


async def granted(_asked: Treasury, day: Any, amount: Any) -> Rows:
    return [TITLES[:-1], [*ROW[:3], amount, day, ROW[5]]]


async def simulated(_asked: Treasury, day: Any, amount: Any) -> Rows:
    titles = "case_number,code,unit,locality,complete_at,award_base_key,audited_investment,commissioned_on"
    row = ["1", "compute_centre_construction", "甲", "kfq", "2026-11-21", "一号", amount, day]
    return [titles.split(","), row]


async def send_payments(asked: Treasury, content: bytes) -> httpx.Response:
    return await asked.send((await asked.make(key={"Idempotency-Key": "one"})).json()["id"], content)


async def _sent(asked: Treasury, username: str, path: str, content: bytes, **form: str) -> httpx.Response:
    headers = await log_in(asked.http, username) | new_key()
    files = {"file": ("名单.xlsx", content)}
    return await asked.http.post(path, data=form, files=files, headers=headers)


async def send_invitations(asked: Treasury, content: bytes) -> httpx.Response:
    form = {"source_title": "名单", "source_number": "廊发改〔2026〕8号", "reply_by": "2026-12-20"}
    path = "/v1/invitations?dry_run=true"
    return await _sent(asked, "fgw", path, content, measure="compute_centre_construction", **form)


async def send_awards(asked: Treasury, content: bytes) -> httpx.Response:
    path = "/v1/earlier-awards/file?dry_run=true"
    return await _sent(asked, "fgw", path, content, measure="settlement_voucher")


async def send_cases(asked: Treasury, content: bytes) -> httpx.Response:
    """The answer once the simulation has ended: a few may run at once."""
    begun = await _sent(asked, "finance", "/v1/simulations", content)
    if begun.is_success:
        await ended(asked.http, begun)
    return begun


class Door(NamedTuple):
    """Where a table is handed in: one that is right, how it is sent, and what shows that it was read."""

    rows: Callable[[Treasury, Any, Any], Awaitable[Rows]]
    send: Callable[[Treasury, bytes], Awaitable[httpx.Response]]
    head: int
    read: Callable[[Any], Any]
    expected: Any


DOORS = {
    "payments": Door(payments, send_payments, 2, lambda told: told["rows"][0]["paid_on"], DAY),
    "invitations": Door(invited, send_invitations, 0, lambda told: told["rows"][0]["amount"], "100000.00"),
    "awards": Door(granted, send_awards, 0, lambda told: told["rows"][0]["amount"], AMOUNT),
    "simulation": Door(simulated, send_cases, 0, lambda told: told["cases"], 1),
}


@pytest.fixture(params=[*DOORS.values()], ids=[*DOORS])
def door(request: Any) -> Door:
    found: Door = request.param
    return found


async def taken(asked: Treasury, door: Door, content: bytes) -> None:
    answer = await door.send(asked, content)
    assert answer.status_code in (200, 202), answer.text
    assert door.read(answer.json()) == door.expected, answer.text


DAYS = [DAY, "2026.11.20", "2026/11/20", "2026年11月20日", "２０２６－１１－２０", "20261120", " 2026-11-20 "]
AMOUNTS = ["1000000", "1,000,000.00", "１００００００．００", "1 000 000", "1000000.0", 1000000, 1000000.00]


async def test_days_and_amounts_are_read_as_people_write_them(treasury: Treasury, door: Door) -> None:
    for day in DAYS:
        await taken(treasury, door, as_xlsx(await door.rows(treasury, day, AMOUNT)))
    for amount in AMOUNTS:
        await taken(treasury, door, as_csv(await door.rows(treasury, DAY, amount)))


def beside(rows: Rows, head: int, *titles: str) -> Rows:
    """The same table with columns that people add for themselves."""
    return [
        [*(title if at == head else "1" if at > head else None for title in titles), *row]
        for at, row in enumerate(rows)
    ]


async def test_encodings_marks_and_own_columns_do_no_harm(treasury: Treasury, door: Door) -> None:
    rows = await door.rows(treasury, DAY, AMOUNT)
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk"):
        await taken(treasury, door, as_csv(rows, encoding))
    for columns in (["序号"], ["序号", "备注"], ["备注"]):
        missing = [title for title in columns if title not in rows[door.head]]
        await taken(treasury, door, as_xlsx(beside(rows, door.head, *missing)))
    told = await door.send(treasury, as_xlsx(beside(rows, door.head, "经手人")))
    problem = problem_of(told, 422, "invalid-input")
    assert "经手人" in told.text
    assert problem["remedy"]


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """The same workbook with parts more, or others."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in [*old.namelist(), *(name for name in parts if name not in old.namelist())]:
            new.writestr(name, parts.get(name) or old.read(name))
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name)


def typed(kind: str, name: str = "/xl/data.bin") -> Callable[[bytes], bytes]:
    """One part more, which the content types say is of a kind."""

    def change(content: bytes) -> bytes:
        override = f'<Override PartName="{name}" ContentType="{kind}"/></Types>'
        types = part(content, TYPES).replace(b"</Types>", override.encode())
        return with_parts(content, **{TYPES: types, name[1:]: b"x"})

    return change


def more(name: str, data: bytes = b"<x/>") -> Callable[[bytes], bytes]:
    return lambda content: with_parts(content, **{name: data})


SHEET = "xl/worksheets/sheet1.xml"


def declaring(encoding: str) -> Callable[[bytes], bytes]:
    """A sheet with an entity, in an encoding."""

    def change(content: bytes) -> bytes:
        sheet = part(content, SHEET).decode()
        body = sheet[sheet.index("<worksheet") :]
        head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "甲">]>'
        return with_parts(content, **{SHEET: (head + body).encode(encoding)})

    return change


def main_type(kind: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        return with_parts(content, **{TYPES: part(content, TYPES).replace(old, kind.encode())})

    return change


RUNNING: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "F18-vbaProject": (more("xl/vbaProject.bin", b"x"), "宏"),
    "F18-vbaProject-declared": (typed("application/vnd.ms-office.vbaProject"), "宏"),
    "F18-macrosheet": (more("xl/macrosheets/sheet1.xml"), "宏"),
    "F18-macrosheet-declared": (typed("application/vnd.ms-excel.macrosheet+xml", "/xl/other.xml"), "宏"),
    "F18-intl-macrosheet": (typed("application/vnd.ms-excel.intlmacrosheet+xml", "/xl/o.xml"), "宏"),
    "F18-activeX": (more("xl/activeX/activeX1.xml"), "宏"),
    "F18-xlsm": (main_type("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "宏"),
    "F18-xltm": (main_type("application/vnd.ms-excel.template.macroEnabled.main+xml"), "宏"),
    "F18-xlsb": (main_type("application/vnd.ms-excel.sheet.binary.main"), "二进制"),
    "F19-utf-8": (declaring("utf-8"), "DOCTYPE"),
    "F19-utf-16": (declaring("utf-16"), "DOCTYPE"),
    "F19-utf-16-be": (declaring("utf-16-be"), "无法读取"),
    "F18-encrypted": (encrypted, "加密"),
    "F18-ole": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "XLS"),
    "F18-torn": (lambda content: content[:200], "XLSX"),
}


async def test_what_runs_or_declares_is_no_table(treasury: Treasury, door: Door) -> None:
    whole = as_xlsx(await door.rows(treasury, DAY, AMOUNT))
    for row, (change, words) in RUNNING.items():
        problem = problem_of(await door.send(treasury, change(whole)), 415, "unsupported-type")
        assert words in problem["detail"], (row, problem)
        assert problem["remedy"], row


def opened_and(change: Callable[[Any, Any], None]) -> Callable[[bytes], bytes]:
    """A workbook as its owner changed it."""

    def changed(content: bytes) -> bytes:
        book = load_workbook(io.BytesIO(content))
        change(book, book.active)
        made = io.BytesIO()
        book.save(made)
        return made.getvalue()

    return changed


def _last_row(sheet: Any, **said: Any) -> None:
    for name, value in said.items():
        setattr(sheet.row_dimensions[sheet.max_row], name, value)


def _filter(_: Any, sheet: Any) -> None:
    sheet.auto_filter.ref = sheet.dimensions
    _last_row(sheet, hidden=True)


def _hide_column(_: Any, sheet: Any) -> None:
    sheet.column_dimensions["A"].hidden = True


def _hide_sheet(state: str) -> Callable[[Any, Any], None]:
    def change(book: Any, sheet: Any) -> None:
        book.create_sheet("空白")
        book.active = 1
        sheet.sheet_state = state

    return change


def _without_height(content: bytes) -> bytes:
    sheet = part(content, SHEET).decode()
    at = sheet.rindex("<row ") + len("<row ")
    return with_parts(content, **{SHEET: f'{sheet[:at]}ht="0" customHeight="1" {sheet[at:]}'.encode()})


HIDDEN = {
    "G10-row": opened_and(lambda _, sheet: _last_row(sheet, hidden=True)),
    "G10-no-height": _without_height,
    "G10-filter": opened_and(_filter),
    "G10-column": opened_and(_hide_column),
    "G10-sheet": opened_and(_hide_sheet("hidden")),
    "G10-very-hidden-sheet": opened_and(_hide_sheet("veryHidden")),
}


async def test_what_is_hidden_is_named_and_not_read(treasury: Treasury, door: Door) -> None:
    whole = as_xlsx(await door.rows(treasury, DAY, AMOUNT))
    for row, change in HIDDEN.items():
        problem = problem_of(await door.send(treasury, change(whole)), 422, "invalid-input")
        assert "隐藏" in problem["detail"], (row, problem)
        assert "取消隐藏" in problem["detail"], (row, problem)
