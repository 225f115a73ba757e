"""What a spreadsheet holds, whatever its format: rows of cells, and how a cell is read."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from domain.frozen import Frozen
from domain.words import tidy

_GROUPED: Final = re.compile(r"\d{1,3}(?:([, '])\d{3})(?:\1\d{3})*(\.\d+)?", re.ASCII)
"""Digits by threes, all parted alike."""
_MIDNIGHT: Final = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")
_DAYS: Final = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})日?", re.ASCII),
    re.compile(r"(\d{4})()(\d{2})(\d{2})", re.ASCII),
)
"""Excel rewrites 2026-03-01 in a CSV file as 2026/3/1; people write 2026.3.1, 2026年3月1日 and full width."""


class Unreadable(Frozen):
    """A cell that says nothing we take for granted: a formula, an error, a truth value."""

    why: str


Cell: TypeAlias = str | Decimal | date | Unreadable | None
Row: TypeAlias = tuple[Cell, ...]


def plain_text(cell: Cell) -> str:
    """The words of a cell, tidy: line breaks written one way, nothing around them."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, Unreadable):
        return cell.why
    return cell.isoformat() if isinstance(cell, date) else ""


def number_text(cell: Cell) -> str:
    """The words of a cell; where they are a number, half-width and not grouped: ``１,200.50`` → ``1200.50``."""
    text = unicodedata.normalize("NFKC", plain_text(cell))
    return re.sub("[, ']", "", text) if _GROUPED.fullmatch(text) else text


def read_day(cell: Cell) -> date | None:
    """The day that a cell names, however it is written; None when it names none."""
    text = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", plain_text(cell)).replace("。", "."))
    plain = re.sub(r"\s", "", text)
    found = next((match for form in _DAYS if (match := form.fullmatch(plain))), None)
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None
