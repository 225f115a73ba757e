"""A table is read in a process with limits: it answers as reading here would, and what costs too much is refused in words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from adapters.files import table_apart
from adapters.files.spreadsheet import write_csv, write_xlsx
from adapters.files.spreadsheet_reading import TooMuch, UnreadableTable, read_table
from adapters.files.table_apart import TOO_COSTLY, read_table_apart
from domain.spreadsheet.cells import Unreadable
from tests.adapters.files.packed import bloated

ROWS = (
    ("标题", "金额", "日期"),
    ("甲", Decimal("123000000.00"), date(2026, 3, 1)),
    (None, "=1+1", "户\x1b名"),
)
COSTLY = bloated("<is/>", 900_000)
"""Eleven kilobytes that take the library six seconds: neither rows nor cells."""


@pytest.mark.parametrize(
    "content",
    [
        write_xlsx(ROWS, name="清单", widths=(10,), titles_at=1),
        write_csv(ROWS),
        b"PK\x03\x04 no workbook",
        b"",
        b"MZ",
        bloated('<row r="1"/>', 300_000),
    ],
    ids=["xlsx", "csv", "damaged", "empty", "program", "rows that repeat their number"],
)
def test_it_answers_as_reading_here_would(content: bytes) -> None:
    assert outcome(read_table_apart, content) == outcome(read_table, content)


def test_a_cell_that_cannot_be_read_comes_over_with_its_reason() -> None:
    ((cell,),) = read_table_apart("户\x1b名".encode())
    assert isinstance(cell, Unreadable)


@pytest.mark.parametrize(
    ("limit", "value"), [("MOST_SECONDS", 1), ("MOST_MEMORY", 100 * 1024 * 1024), ("MOST_WAITED", 0.5)]
)
def test_what_costs_too_much_is_ended_and_told(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    monkeypatch.setattr(table_apart, limit, value)
    with pytest.raises(TooMuch, match=TOO_COSTLY):
        read_table_apart(COSTLY)


def outcome(read: Callable[[bytes], object], content: bytes) -> object:
    try:
        return read(content)
    except UnreadableTable as unfit:
        return type(unfit), str(unfit)
