"""The titles of columns: how ours are known again, and what is wrong with a row of them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from domain.errors import FieldError
from domain.frozen import Frozen
from domain.money import FEN
from domain.spreadsheet.cells import Cell, Row, Unreadable, number_text, plain_text

_HEAD_ROWS = 20
ASIDE: Final = frozenset({"序号", "备注"})
"""Columns that people add for themselves: passed over."""
_WAN: Final = {"万元": Decimal(10_000), "万": Decimal(10_000)}
_DECIMAL: Final = re.compile(r"\d{1,16}(\.\d{1,15})?", re.ASCII)


class Column(Frozen):
    """One column that goes out: its title, and how wide it is shown, in characters."""

    title: str
    width: int


class InputColumn(Frozen):
    """One column that comes back.

    Attributes:
        title: as we write it.
        names: every spelling by which the column is known, written one way.
        needed: whether the table must have it.
        is_money: whether it holds amounts, in 元 unless its title says 万元.
    """

    title: str
    names: frozenset[str]
    needed: bool = True
    is_money: bool = False


OneColumn = TypeVar("OneColumn", bound=InputColumn)


class Place(NamedTuple):
    """Where a column stands, counted from 0, and by what its numbers are multiplied."""

    at: int
    times: Decimal = Decimal(1)

    def cell(self, row: Row) -> Cell:
        """The cell of a row, money in 元."""
        cell = row[self.at] if self.at < len(row) else None
        if self.times == 1 or cell is None or isinstance(cell, Unreadable):
            return cell
        text = number_text(cell)
        return _to_the_fen(Decimal(text) * self.times) if _DECIMAL.fullmatch(text) else cell


def _to_the_fen(amount: Decimal) -> Decimal:
    """Two decimals where no more are told; what is finer stays, and is refused as such."""
    return amount.quantize(FEN) if amount == amount.quantize(FEN) else amount


def spelled(title: str) -> str:
    """A title written one way: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", title).split())


def unit_of(title: str) -> str:
    """What stands in the brackets of a title: ``拨付金额(万元)`` → ``万元``."""
    found = re.search(r"\(([^)]*)\)$", spelled(title))
    return found[1] if found else ""


def titles_in(row: Row) -> list[str]:
    """The cells of a row as titles, written one way."""
    return [spelled(plain_text(cell)) for cell in row]


def head_of(table: Sequence[Row], title: str) -> int | None:
    """Where the row of the titles is, counted from 0: the first one with this title."""
    return next((at for at, row in enumerate(table[:_HEAD_ROWS]) if spelled(title) in titles_in(row)), None)


def places_of(columns: Sequence[InputColumn], head: Row) -> dict[str, Place]:
    """Title of a column as we write it → where it stands in the row of the titles."""
    return {
        column.title: Place(at, times)
        for column in columns
        for at, title in enumerate(titles_in(head))
        if (times := times_of(column, title)) is not None
    }


def cells_of(
    number: int, row: Row, columns: Sequence[OneColumn], places: Mapping[str, Place]
) -> tuple[list[tuple[OneColumn, Cell]], tuple[FieldError, ...]]:
    """What a row has below each of our titles, nothing where the table has no such column; and the cells that cannot be read.

    Args:
        number: of the row, as a spreadsheet program shows it.
        row: its cells.
        columns: ours.
        places: where they stand (``places_of``).
    """
    cells = [(column, place.cell(row) if (place := places.get(column.title)) else None) for column in columns]
    faults = tuple(
        FieldError(path=f"rows[{number}].{column.title}", message=cell.why)
        for column, cell in cells
        if isinstance(cell, Unreadable)
    )
    return [(column, cell) for column, cell in cells if not isinstance(cell, Unreadable)], faults


def times_of(column: InputColumn, title: str) -> Decimal | None:
    """By what the numbers below a title are multiplied: 10,000 for 金额(万元); None where it is another column's.

    Args:
        column: that is sought.
        title: written one way.
    """
    if title in column.names:
        return Decimal(1)
    times, base = _WAN.get(unit_of(title)), re.sub(r"\([^)]*\)$", "", title)
    is_it = column.is_money and bool({base, f"{base}(元)"} & column.names)
    return times if is_it else None


def rows_below(columns: Sequence[InputColumn], table: Sequence[Row], head: int) -> list[tuple[int, Row]]:
    """Every row below the titles that says something, numbered as a spreadsheet program does.

    What stands in columns that people add for themselves says nothing: numbers go on below the last row.
    """
    known = {place.at for place in places_of(columns, table[head]).values()}
    own = {at for at, title in enumerate(titles_in(table[head])) if title in ASIDE} - known
    below = enumerate(table[head + 1 :], start=head + 2)
    rows = (
        (number, tuple(None if at in own else cell for at, cell in enumerate(row))) for number, row in below
    )
    return [(number, row) for number, row in rows if any(map(plain_text, row))]


def title_faults(columns: Sequence[InputColumn], head: Row, row: int, table: str) -> list[FieldError]:
    """Every column that is missing, there twice, unknown, or in another unit than 元 and 万元.

    Args:
        columns: that are sought.
        head: the row of the titles.
        row: where it is, counted from 1.
        table: what the table is called.
    """
    titles, found = titles_in(head), list[tuple[str, str]]()
    for column in columns:
        there = sum(times_of(column, title) is not None for title in titles)
        if there > 1:
            found.append((column.title, "这一列出现了两次"))
        elif column.needed and not there:
            found.append((column.title, "缺少这一列"))
    found += [
        (plain_text(cell)[:40], _unknown(title, table))
        for cell, title in zip(head, titles, strict=True)
        if title and title not in ASIDE and all(times_of(column, title) is None for column in columns)
    ]
    return [FieldError(path=f"rows[{row}].{title}", message=message) for title, message in found]


def _unknown(title: str, table: str) -> str:
    unit = unit_of(title)
    is_other_money = unit != "元" and unit.endswith(("元", "万"))
    if is_other_money:
        return f"金额的单位须为元或万元，此处不接受“{unit}”"
    return f"{table}中没有这一列，请删除（“序号”“备注”两列可以保留）"
