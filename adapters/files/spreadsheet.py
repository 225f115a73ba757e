"""Tables as XLSX and CSV. Money is written as exact numbers in XLSX, account numbers as text everywhere.

In CSV a long number is guarded like a formula: Excel would otherwise read it as a number and lose all digits but fifteen.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from adapters.files.cells import escaped, guarded
from domain.spreadsheet.cells import Cell, Row

BOM: Final = "\ufeff"
"""Without it Excel takes a UTF-8 file for one in the machine's own encoding."""

_MONEY: Final = "#,##0.00"
_TEXT: Final = "@"
_LONG_NUMBER: Final = 12
"""Excel shows numbers of twelve digits and more as 6.217E+15."""


def write_csv(rows: Iterable[Row]) -> bytes:
    """The rows as CSV (RFC 4180), UTF-8 with BOM."""
    text = io.StringIO(newline="")
    text.write(BOM)
    csv.writer(text).writerows([_csv_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, str):
        is_long_number = len(cell) >= _LONG_NUMBER and cell.isascii() and cell.isdigit()
        return f"'{cell}" if is_long_number else guarded(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else ""


def write_xlsx(rows: Iterable[Row], *, name: str, widths: Iterable[int], titles_at: int) -> bytes:
    """The rows as a workbook of one sheet.

    Args:
        rows: of cells.
        name: of the sheet.
        widths: of the columns, in characters.
        titles_at: the row of the column titles, counted from 1; it stays in sight and is bold, as is the first row.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(name)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = f"A{titles_at + 1}"
    for number, row in enumerate(rows, start=1):
        sheet.append(list(_xlsx_row(sheet, row, bold=number in (1, titles_at))))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xlsx_row(sheet: Any, row: Row, *, bold: bool) -> Iterator[Any]:
    for cell in row:
        made = WriteOnlyCell(sheet)
        if isinstance(cell, str):
            _write_text(made, cell)
        elif isinstance(cell, Decimal):
            made.value = cell
            made.number_format = _MONEY if cell.as_tuple().exponent == -2 else "0"
        elif isinstance(cell, date):
            made.value = cell
            made.number_format = "yyyy-mm-dd"
        if bold:
            made.font = Font(bold=True)
        yield made


def _write_text(made: Any, text: str) -> None:
    """A text that stays one: ``#N/A`` and ``=1`` too."""
    made.value = escaped(guarded(text))
    made.data_type = "s"
    made.number_format = _TEXT
    made.alignment = Alignment(vertical="top")
