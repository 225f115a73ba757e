"""What a workbook does not show at first sight: hidden sheets, rows and columns, and days in the formats of China."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl.utils import get_column_letter

from domain.spreadsheet.cells import Row
from domain.words import tidy

_CHINESE_DATES: Final = frozenset({*range(27, 37), *range(50, 59)})
"""Numbers of built-in formats that are days in Chinese Excel (ECMA-376 18.8.30), without a code in the file."""
_SHOWN: Final = 10


def know_chinese_dates(book: Any) -> None:
    """Let the reader take cells in such a format for days; it knows the formats of every country alone."""
    styles = enumerate(book._cell_styles)
    book._date_formats |= {at for at, style in styles if style.numFmtId in _CHINESE_DATES}


def hidden_in(sheet: Any, rows: Sequence[Row]) -> str:
    """What of a filled sheet is hidden or filtered away, in Chinese; empty where nothing is.

    Args:
        sheet: of openpyxl, opened for reading alone.
        rows: its cells.
    """
    if sheet.sheet_state != "visible":
        return f"工作表“{tidy(sheet.title)[:31]}”被隐藏，不能作为名单；请删除或取消隐藏。"
    hidden, columns = _hidden(sheet)
    filled = [number for number in hidden if number <= len(rows) and any(_is_filled(rows[number - 1]))]
    if filled:
        return f"第 {_listed(map(str, filled))} 行被隐藏或筛除，请删除或取消隐藏后重新上传。"
    used = {at for row in rows for at, is_filled in enumerate(_is_filled(row), start=1) if is_filled}
    if covered := sorted(used & columns):
        return f"第 {_listed(map(get_column_letter, covered))} 列被隐藏，请删除或取消隐藏后重新上传。"
    return ""


def _is_filled(row: Row) -> list[bool]:
    return [cell is not None for cell in row]


def _listed(names: Iterator[str]) -> str:
    every = list(names)
    more = f"等 {len(every)}" if len(every) > _SHOWN else ""
    return "、".join(every[:_SHOWN]) + more


def _hidden(sheet: Any) -> tuple[list[int], set[int]]:
    """The numbers of the hidden rows and columns, from 1; what has no height or width is hidden too."""
    rows, columns, number = list[int](), set[int](), 0
    with sheet._get_source() as source:
        for _, element in iterparse(source, ("end",), forbid_dtd=True):
            kind = element.tag.rpartition("}")[2]
            if kind == "row":
                number = int(element.get("r", number + 1))
                if _is_hidden(element, "ht"):
                    rows.append(number)
                element.clear()
            elif kind == "col" and _is_hidden(element, "width"):
                columns |= set(range(int(element.get("min", 1)), min(int(element.get("max", 1)), 1000) + 1))
    return rows, columns


def _is_hidden(element: Any, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or float(element.get(size, 1)) == 0
