"""What a workbook hides is named, and its numbers and days are those that Excel shows."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from adapters.files.spreadsheet_reading import DamagedTable, read_table
from tests.adapters.files.packed import packed_with


def book_with(change: Any) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("单位", "金额"), ("甲", 1), ("乙", 2), ("丙", 3)):
        sheet.append(row)
    change(book, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def of_one_cell(value: float) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def hide_rows(*numbers: int) -> Any:
    def change(_: Any, sheet: Any) -> None:
        for number in numbers:
            sheet.row_dimensions[number].hidden = True

    return change


def filter_away(_: Any, sheet: Any) -> None:
    sheet.auto_filter.ref = "A1:B4"
    sheet.row_dimensions[2].hidden = True


def hide_column(_: Any, sheet: Any) -> None:
    sheet.column_dimensions["B"].hidden = True


def hide_sheet(state: str) -> Any:
    def change(book: Any, sheet: Any) -> None:
        book.create_sheet("空白")
        sheet.title = "名单底稿"
        sheet.sheet_state = state
        book.active = 1

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (hide_rows(3), "第 3 行被隐藏或筛除"),
        (hide_rows(2, 4), "第 2、4 行"),
        (filter_away, "第 2 行"),
        (hide_column, "第 B 列被隐藏"),
        (hide_sheet("hidden"), "工作表“名单底稿”被隐藏"),
        (hide_sheet("veryHidden"), "工作表“名单底稿”被隐藏"),
    ],
)
def test_what_is_hidden_is_named_and_never_read(change: Any, told: str) -> None:
    with pytest.raises(DamagedTable, match=told):
        read_table(book_with(change))


@pytest.mark.parametrize("size", [b'ht="0"', b'ht="0.0" customHeight="1"', b'hidden="true"', b'hidden="1"'])
def test_a_row_without_height_is_hidden(size: bytes) -> None:
    content = parts_of(book_with(hide_rows()))
    sheet = "xl/worksheets/sheet1.xml"
    content[sheet] = content[sheet].replace(b'<row r="4"', b'<row r="4" ' + size)
    with pytest.raises(DamagedTable, match="第 4 行"):
        read_table(packed_with(content))


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_an_empty_row_or_sheet_may_be_hidden() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["F"].hidden = True
        book.create_sheet("空白").sheet_state = "hidden"

    assert len(read_table(book_with(change))) == 4


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        (0.1 + 0.2, "0.3"),
        (1.1 * 3, "3.3"),
        (123456789012.34, "123456789012.34"),
        (4.35 * 100, "435"),
        (1e7, "10000000"),
        (88500000, "88500000"),
    ],
)
def test_a_number_has_the_fifteen_digits_of_excel(stored: float, meant: str) -> None:
    assert read_table(of_one_cell(stored))[0][0] == Decimal(meant)


@given(st.integers(min_value=0, max_value=9_999_999_999_999), st.integers(min_value=2, max_value=9))
@settings(max_examples=50, deadline=None)
def test_a_sum_that_excel_worked_out_is_exact_to_the_fen(fen: int, parts: int) -> None:
    worked_out = sum([fen / 100 / parts] * parts)
    (cell,) = read_table(of_one_cell(worked_out))[0]
    assert isinstance(cell, Decimal)
    assert cell.quantize(Decimal("0.01")) == Decimal(fen).scaleb(-2)


@pytest.mark.parametrize("form", ["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "m/d/yy", "[$-804]yyyy/m/d;@"])
def test_a_day_is_a_day_in_every_format(form: str) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["A5"] = date(2026, 3, 1)
        sheet["A5"].number_format = form

    assert read_table(book_with(change))[4][0] == date(2026, 3, 1)


@pytest.mark.parametrize("number", [27, 31, 57])
def test_a_day_in_a_built_in_format_of_china_is_one(number: int) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["A5"] = date(2026, 3, 1)

    styles = "xl/styles.xml"
    parts = parts_of(book_with(change))
    parts[styles] = re.sub(rb'numFmtId="(?!0")\d+"( fontId)', b'numFmtId="%d"\\1' % number, parts[styles])
    assert read_table(packed_with(parts))[4][0] == date(2026, 3, 1)
