"""What is written to XLSX and CSV comes back exactly, means nothing to a spreadsheet program, and is bounded."""

import csv
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from adapters.files.cells import escaped, guarded, unescaped, unguarded
from adapters.files.media import XLSX
from adapters.files.packages import UnfitPackage, look_into
from adapters.files.spreadsheet import write_csv, write_xlsx
from adapters.files.spreadsheet_reading import DamagedTable, TooMuch, UnreadableTable, WrongKind, read_table
from domain.spreadsheet.cells import Row, Unreadable
from domain.words import sign_fault, tidy
from tests.adapters.files.packed import TYPES, encrypted, packed_with, types_of

FORMULAS = (
    '=HYPERLINK("http://evil.example","付款")',
    "+86 316 1234567",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "'=1+1",
    "=全角",
    "=cmd|' /C calc'!A0",
)
ODD = (
    "#N/A",
    "TRUE",
    "1E5",
    "_x000D_",
    "a\r\nb",
    " 前后 ",
    '引"号',
    "逗,号",
    "6217000100012345678",
)


def xlsx(*rows: Row) -> bytes:
    return write_xlsx(rows, name="清单", widths=(10, 20), titles_at=1)


@pytest.mark.parametrize("text", [*FORMULAS, *ODD])
@pytest.mark.parametrize("write", [xlsx, lambda *rows: write_csv(rows)], ids=["xlsx", "csv"])
def test_a_text_comes_back_as_it_was(write: Any, text: str) -> None:
    assert read_table(write((text, "x"))) == ((text, "x"),)


@pytest.mark.parametrize("text", ["\x01\ufffe", "报告\u202efdp", "户\x1b名"])
@pytest.mark.parametrize("write", [xlsx, lambda *rows: write_csv(rows)], ids=["xlsx", "csv"])
def test_a_text_that_deceives_is_told_and_not_kept(write: Any, text: str) -> None:
    assert isinstance(read_table(write((text, "x")))[0][0], Unreadable)


TEXT = (
    st.text(st.characters(codec="utf-8"), min_size=1)
    .map(tidy)
    .filter(lambda text: bool(text) and not sign_fault(text, lines=True))
)


@given(TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_every_text_survives_both_formats(name: str, bank: str) -> None:
    for content in (xlsx(("户名", name, bank)), write_csv([("户名", name, bank)])):
        assert read_table(content) == (("户名", name, bank),)


@given(st.text())
def test_the_guard_and_the_escape_have_an_inverse(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unescaped(escaped(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_to_a_spreadsheet_program(text: str) -> None:
    cell = load_workbook(io.BytesIO(xlsx((text,)))).active["A1"]  # type: ignore[index]
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")
    written = next(csv.reader(io.StringIO(write_csv([(text,)]).decode("utf-8-sig"), newline="")))
    assert written[0][0] == "'"


@given(st.integers(min_value=0, max_value=999_999_999_999_999))
@settings(max_examples=150, deadline=None)
def test_money_is_a_number_and_exact_to_the_fen(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    cell = load_workbook(io.BytesIO(xlsx((amount,)))).active["A1"]  # type: ignore[index]
    assert (cell.data_type, cell.number_format) == ("n", "#,##0.00")
    assert read_table(xlsx((amount,)))[0][0] == amount
    assert read_table(write_csv([(amount, "x")]))[0][0] == f"{amount:.2f}"


def test_an_account_number_is_text_in_both_formats() -> None:
    number = "6217000100012345678"
    cell = load_workbook(io.BytesIO(xlsx((number,)))).active["A1"]  # type: ignore[index]
    assert (cell.data_type, cell.number_format, cell.value) == ("s", "@", number)
    assert write_csv([(number,)]) == f"\ufeff'{number}\r\n".encode()


def test_excel_opens_the_csv_as_utf8() -> None:
    assert write_csv([("户名",)]).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_in_the_encodings_of_excel_is_read(encoding: str) -> None:
    assert read_table("户名,退票原因\r\n廊坊,账号有误\r\n".encode(encoding))[1] == ("廊坊", "账号有误")


def zipped(**parts: bytes) -> bytes:
    return packed_with({TYPES: types_of(XLSX), "xl/workbook.xml": b"<x/>", **parts})


def workbook(*cells: tuple[str, Any], sheets: int = 1) -> bytes:
    book = Workbook()
    for _ in range(sheets - 1):
        book.create_sheet()
    for place, value in cells:
        for sheet in book.worksheets:
            sheet[place] = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_entities(encoding: str = "utf-8") -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    return zipped(**{"xl/sharedStrings.xml": bomb.encode(encoding)})


def of_elements(elements: bytes) -> bytes:
    """A workbook that says little, and costs whoever reads it much."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>'.encode() + elements + b"</sheetData></worksheet>"
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("A1", 1)))) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            packed.writestr(name, part)
    return content.getvalue()


def of_empty_parts(count: int) -> bytes:
    """A small zip file with a long directory: the same entry again and again, which nobody need read."""
    whole = zipped()
    entry = whole[whole.index(b"PK\x01\x02") :][:60]
    return whole + entry * count


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", DamagedTable),
        (b" \r\n ", DamagedTable),
        (b"\xef\xbb\xbf", DamagedTable),
        ("户名".encode("utf-16"), DamagedTable),
        (b"\xff\xff\xff\xff,\x80", DamagedTable),
        (b'"never closed', DamagedTable),
        (b"a\x00b,c", WrongKind),
        (b"%PDF-1.7 x", WrongKind),
        (b"\x89PNG\r\n\x1a\n", WrongKind),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls", WrongKind),
        (b"PK\x03\x04 torn", WrongKind),
        (zipped(**{"xl/vbaProject.bin": b"x"}), WrongKind),
        (zipped(), DamagedTable),
        (with_entities(), WrongKind),
        (with_entities("utf-16"), WrongKind),
        (with_entities("utf-16-be"), WrongKind),
        (
            zipped(**{"xl/data.bin": b"x", TYPES: types_of(XLSX, "application/vnd.ms-office.vbaProject")}),
            WrongKind,
        ),
        (zipped(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), WrongKind),
        (zipped(**{TYPES: types_of("application/vnd.ms-excel.sheet.binary.macroEnabled")}), WrongKind),
        (zipped(**{TYPES: types_of("application/vnd.ms-excel.sheet.macroEnabled")}), WrongKind),
        (encrypted(workbook(("A1", 1))), WrongKind),
        (zipped(**{"xl/worksheets/sheet1.xml": b"0" * (17 << 20)}), TooMuch),
        (zipped(**{f"xl/part{n}.xml": b"x" for n in range(201)}), TooMuch),
        (workbook(("A1", 1), ("A20000", 1)), TooMuch),
        (of_elements(b'<row r="1"/>' * 300_000), TooMuch),
        (of_elements(b'<row r="1">' + b'<c r="A1"/>' * 300_000 + b"</row>"), TooMuch),
        (of_empty_parts(120_000), TooMuch),
        (workbook(("A1", 1), ("CZ1", 1)), TooMuch),
        (workbook(("A1", 1), ("CZ7", 1)), TooMuch),
        (workbook(("A1", 1), sheets=2), DamagedTable),
        (b"a\r\n" * 10_001, TooMuch),
        (b"a," * 100, TooMuch),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_no_table_or_too_much_is_refused_with_words(
    content: bytes, kind: type[UnreadableTable]
) -> None:
    with pytest.raises(kind, match=r"[一-鿿]"):
        read_table(content)


def test_a_formula_an_error_and_a_truth_value_are_no_content() -> None:
    cells = read_table(
        workbook(
            ("A1", "=1+1"),
            ("B1", "#N/A"),
            ("C1", True),
            ("D1", 0.1),
            ("E1", "'=1"),
            ("F1", "_xD800_"),
            ("G1", "_x0000_"),
        )
    )[0]
    assert [isinstance(cell, Unreadable) for cell in cells] == [True, True, True, False, False, True, True]
    assert cells[3:5] == (Decimal("0.1"), "=1")


def test_a_blank_second_sheet_does_no_harm() -> None:
    book = Workbook()
    book.create_sheet()
    book.worksheets[0]["A1"] = "x"
    content = io.BytesIO()
    book.save(content)
    assert read_table(content.getvalue())[0][0] == "x"


def test_what_costs_by_its_elements_is_bounded_by_them() -> None:
    content = zipped(**{"xl/styles.xml": b"<s>" + b"<x/>" * 1000 + b"</s>"})
    assert look_into(content, most_elements=1100) is not None
    with pytest.raises(UnfitPackage, match="过多"):
        look_into(content, most_elements=1000)


def test_many_objects_share_one_bound_of_what_is_read() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    content = packed_with({f"word/embeddings/oleObject{number}.bin": ole for number in range(30)})
    assert look_into(content, most_xml=30 * len(ole)) is not None
    with pytest.raises(UnfitPackage, match="过大"):
        look_into(content, most_xml=30 * len(ole) - 1)
