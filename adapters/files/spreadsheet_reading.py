"""Reading tables that others sent: told by content, within bounds, and never half.

Told apart: what is no table at all (``WrongKind``), what is too large (``TooMuch``), what cannot be read (``Broken``).
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook

from adapters.files.cells import unescaped, unguarded
from adapters.files.media import XLSX, kind_of
from adapters.files.packages import UnfitPackage, look_into, parts_announced
from adapters.files.spreadsheet import BOM
from adapters.files.workbook import hidden_in, know_chinese_dates
from domain.spreadsheet.cells import Cell, Row, Unreadable
from domain.words import sign_fault, tidy

MOST_UNPACKED: Final = 16 * 1024 * 1024
"""Bytes of a workbook with everything unpacked; a list of 500 payments has about half a MiB."""

MOST_PARTS: Final = 200
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 64
MOST_SHEETS: Final = 10
MOST_CELLS: Final = 200_000
"""What somebody waits for is read in about three seconds."""

_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError),
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, SyntaxError, AssertionError),
)
"""What openpyxl raises over workbooks that are none; XML errors are syntax errors."""

_OTHER_SIGNS: Final = (
    b"\xd0\xcf\x11\xe0",
    b"PK",
    b"%PDF",
    b"\x7fELF",
    b"MZ",
    b"{\\rtf",
    b"Rar!",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
)


TOO_MANY_ROWS: Final = f"表格超过 {MOST_ROWS} 行，请删除多余的空行或分次导入。"
_ONLY: Final = "只接受不含宏、未加密的 XLSX 文件和 CSV 文件（按内容识别）；旧版 XLS 请另存为 XLSX。"


class UnreadableTable(Exception):
    """The file cannot be taken; its words say why, in Chinese."""


class WrongKind(UnreadableTable):
    """It is neither XLSX nor CSV."""


class TooMuch(UnreadableTable):
    """It holds more than we take."""


class DamagedTable(UnreadableTable):
    """It is of the right kind, and damaged, empty or in an unknown encoding."""


def read_table(content: bytes) -> tuple[Row, ...]:
    """The rows of an XLSX or CSV file, guards taken off; the n-th row is the n-th of the file, as far as it is filled.

    Raises:
        UnreadableTable: see its kinds.
    """
    if not content.removeprefix(BOM.encode()).strip():
        raise DamagedTable("文件是空的。")
    if content.startswith(b"PK\x03\x04"):
        return _bounded(_workbook_rows(content))
    if content.startswith(_OTHER_SIGNS):
        raise WrongKind(_ONLY)
    return _bounded(_csv_rows(content))


def _bounded(rows: Iterable[Row]) -> tuple[Row, ...]:
    kept: list[Row] = []
    for row in rows:
        if len(kept) >= MOST_ROWS:
            raise TooMuch(TOO_MANY_ROWS)
        filled = max((at for at, cell in enumerate(row, start=1) if cell is not None), default=0)
        kept.append(row[:filled])
    return tuple(kept)


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    if "\x00" in text:
        raise WrongKind("文件不是文本，只接受 XLSX 和 CSV。")
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            _count_columns(row)
            yield tuple(_text(cell) for cell in row)
    except csv.Error as error:
        raise DamagedTable("CSV 文件的引号或换行有误，无法分清各单元格。") from error


def _decoded(content: bytes) -> str:
    """UTF-8, or else GB18030 (GBK): Excel in Chinese saves CSV so. The titles show whether it was meant."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DamagedTable("文件编码是 UTF-16，请另存为“CSV UTF-8（逗号分隔）”或 XLSX。")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding).removeprefix(BOM)
        except UnicodeDecodeError:
            continue
    raise DamagedTable("无法识别文件编码，请另存为“CSV UTF-8（逗号分隔）”或 XLSX。")


def _count_columns(row: Any) -> None:
    if len(row) > MOST_COLUMNS:
        raise TooMuch(f"表格超过 {MOST_COLUMNS} 列。")


def _workbook_rows(content: bytes) -> tuple[Row, ...]:
    """The rows of the one sheet that is filled; nothing of it is hidden."""
    try:
        _check_package(content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise TooMuch(f"工作簿超过 {MOST_SHEETS} 个工作表。")
            know_chinese_dates(book)
            filled = [(sheet, rows) for sheet in book.worksheets if (rows := tuple(_sheet_rows(sheet)))]
            for sheet, rows in filled:
                if told := hidden_in(sheet, rows):
                    raise DamagedTable(told)
        finally:
            book.close()
    except _BROKEN as error:
        raise DamagedTable("XLSX 文件已损坏，无法读取。") from error
    if len(filled) > 1:
        raise DamagedTable("工作簿中有多个工作表含有内容，请只保留一个。")
    if not filled:
        raise DamagedTable("文件是空的。")
    return filled[0][1]


def _check_package(content: bytes) -> None:
    """Refuse what is no plain workbook, and what unpacks to more than we take, before unpacking it."""
    try:
        if parts_announced(content) > 2 * MOST_PARTS:
            raise TooMuch("XLSX 文件包含的部件过多。")
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TooMuch("XLSX 文件解压后过大。")
        package = look_into(content, MOST_PARTS, MOST_UNPACKED, counted=("row", "c"))
    except UnfitPackage as unfit:
        raise WrongKind(f"{unfit}。{_ONLY}") from None
    except zipfile.BadZipFile:
        raise WrongKind(_ONLY) from None
    if package is None or kind_of(package) != XLSX:
        raise WrongKind(_ONLY)
    if package.elements["row"] > MOST_ROWS + MOST_SHEETS:  # whatever numbers they bear
        raise TooMuch(TOO_MANY_ROWS)
    if package.elements["c"] > MOST_CELLS:
        raise TooMuch(f"表格超过 {MOST_CELLS} 个单元格，请删除多余的空单元格或分次导入。")


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    """What is there, and not what the sheet says of its own size; nothing where no cell is filled."""
    sheet.reset_dimensions()
    empty: list[Row] = []
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1)):
        if number >= MOST_ROWS:
            raise TooMuch(TOO_MANY_ROWS)
        _count_columns(row)
        empty.append(tuple(_cell(cell.value, cell.data_type) for cell in row))
        if any(cell is not None for cell in empty[-1]):
            yield from empty
            empty = []


def _text(cell: str) -> Cell:
    """The text behind a cell; one with signs that nobody can see is told and not kept."""
    text = unguarded(cell)
    fault = sign_fault(tidy(text), lines=True)
    return Unreadable(why=fault) if fault else text or None


def _cell(value: Any, kind: str) -> Cell:
    """A cell as it is; a number has the fifteen digits that Excel shows and computes with: 0.1+0.2 is 0.3."""
    if value is None:
        return None
    if kind == "f":
        return Unreadable(why="不得为公式，请粘贴为数值")
    if kind == "e" or isinstance(value, bool):
        return Unreadable(why="不是有效的内容")
    if isinstance(value, str):
        return _text(unescaped(value))
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else Unreadable(why="不是日期")
