"""The titles of columns: how ours are known again, and what is wrong with a row of them."""

import re
import unicodedata
from collections.abc import Sequence

from domain.errors import FieldError
from domain.frozen import Frozen
from domain.spreadsheet.cells import Row, plain_text

_HEAD_ROWS = 20


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
    """

    title: str
    names: frozenset[str]
    needed: bool = True


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


def places_of(columns: Sequence[InputColumn], head: Row) -> dict[str, int]:
    """Title of a column as we write it → where it stands in the row of the titles."""
    titles = list(enumerate(titles_in(head)))
    return {column.title: at for column in columns for at, title in titles if title in column.names}


def title_faults(columns: Sequence[InputColumn], head: Row, row: int, table: str) -> list[FieldError]:
    """Every column that is missing, there twice, unknown, or in another unit than 元.

    Args:
        columns: that are sought.
        head: the row of the titles.
        row: where it is, counted from 1.
        table: what the table is called.
    """
    titles, found = titles_in(head), list[tuple[str, str]]()
    for column in columns:
        there = sum(title in column.names for title in titles)
        if there > 1:
            found.append((column.title, "这一列出现了两次"))
        elif column.needed and not there:
            found.append((column.title, "缺少这一列"))
    known = frozenset[str]().union(*(column.names for column in columns))
    found += [
        (plain_text(cell)[:40], _unknown(title, table))
        for cell, title in zip(head, titles, strict=True)
        if title and title not in known
    ]
    return [FieldError(path=f"rows[{row}].{title}", message=message) for title, message in found]


def _unknown(title: str, table: str) -> str:
    unit = unit_of(title)
    is_other_money = unit != "元" and unit.endswith(("元", "万"))
    return f"单位须为元，不接受“{unit}”" if is_other_money else f"{table}中没有这一列"
