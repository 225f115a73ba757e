"""Reading tables that others sent: told by content, within bounds, and never half.

Told apart: what is no table at all (``WrongKind``), what is too large (``TooMuch``), what cannot be read (``Broken``).
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook

from adapters.files.cells import unescaped, unguarded
from adapters.files.media import XLSX, media_type_of
from adapters.files.spreadsheet import BOM
from domain.payment_list.table import Cell, Row, Unreadable

MOST_UNPACKED: Final = 16 * 1024 * 1024
"""Bytes of a workbook with everything unpacked; a list of 500 payments has about half a MiB."""

MOST_PARTS: Final = 200
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 64
MOST_SHEETS: Final = 10

_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError),
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, SyntaxError, AssertionError),
)
"""What openpyxl raises over workbooks that are none; XML errors are syntax errors."""

_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")
"""No store and no answer can hold these."""

_OTHER_SIGNS: Final = (
    b"\xd0\xcf\x11\xe0",
    b"PK",
    b"%PDF",
    b"\x7fELF",
    b"MZ",
    b"{\\rtf",
    b"Rar!",
    b"\x1f\x8b",
)


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
    if media_type_of(content) == XLSX:
        return _bounded(_xlsx_rows(content))
    if content.startswith(_OTHER_SIGNS) or media_type_of(content) is not None:
        raise WrongKind("只接受不含宏的 XLSX 文件和 CSV 文件（按内容识别）。旧版 XLS 请另存为 XLSX。")
    return _bounded(_csv_rows(content))


def _bounded(rows: Iterable[Row]) -> tuple[Row, ...]:
    kept: list[Row] = []
    for row in rows:
        if len(kept) >= MOST_ROWS:
            raise TooMuch(f"表格超过 {MOST_ROWS} 行，请删除多余的空行或分次导入。")
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
            yield tuple(unguarded(cell) or None for cell in row)
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


def _xlsx_rows(content: bytes) -> tuple[Row, ...]:
    try:
        _check_package(content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise TooMuch(f"工作簿超过 {MOST_SHEETS} 个工作表。")
            sheets = [tuple(_sheet_rows(sheet)) for sheet in book.worksheets]
        finally:
            book.close()
    except _BROKEN as error:
        raise DamagedTable("XLSX 文件已损坏，无法读取。") from error
    filled = [rows for rows in sheets if any(cell is not None for row in rows for cell in row)]
    if len(filled) > 1:
        raise DamagedTable("工作簿中有多个工作表含有内容，请只保留一个。")
    return filled[0] if filled else ()


def _check_package(content: bytes) -> None:
    """Refuse what unpacks to more than we take, before unpacking it; no part of a list declares entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise TooMuch("XLSX 文件解压后过大。")
        for part in parts:
            if b"<!DOCTYPE" in packed.read(part):  # a part longer than declared fails its checksum here
                raise DamagedTable("XLSX 文件含有不允许的声明。")


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    """What is there, and not what the sheet says of its own size."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1)):
        if number >= MOST_ROWS:
            raise TooMuch(f"表格超过 {MOST_ROWS} 行，请删除多余的空行或分次导入。")
        _count_columns(row)
        yield tuple(_cell(cell.value, cell.data_type) for cell in row)


def _cell(value: Any, kind: str) -> Cell:
    """A cell as it is; binary fractions become the shortest decimal that names them, exact to fifteen digits."""
    if value is None:
        return None
    if kind == "f":
        return Unreadable(why="不得为公式，请粘贴为数值")
    if kind == "e" or isinstance(value, bool):
        return Unreadable(why="不是有效的内容")
    if isinstance(value, str):
        text = unguarded(unescaped(value))
        return Unreadable(why="含有不能保存的字符") if _UNKEPT.search(text) else text or None
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else Unreadable(why="不是日期")
