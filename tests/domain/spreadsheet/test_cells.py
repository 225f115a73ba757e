"""A day or a number is the same whatever a spreadsheet program made of it, and what is none stays what it is."""

from datetime import date
from decimal import Decimal

import pytest

from domain.spreadsheet.cells import Cell, Unreadable, number_text, read_day

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        *(
            (text, MARCH)
            for text in (
                "2026-03-01",
                "2026/3/1",
                "2026.3.1",
                "2026年3月1日",
                "2026年3月1",
                "20260301",
                " 2026-3-1 ",
                "２０２６-03-01",
                "２０２６年３月１日",
                "2026 年 3 月 1 日",
                "2026. 3. 1",
                "2026。3。1",
                "2026/3/1 0:00:00",
                "2026-03-01 00:00",
            )
        ),
        *((cell, MARCH) for cell in (MARCH, Decimal(20260301))),
        *(
            (text, None)
            for text in ("", "2026-02-30", "2026-3/1", "2026年3-1", "2026031", "1日", "2026-03-01 09:30")
        ),
        *((cell, None) for cell in (None, Decimal("46082"), Unreadable(why="不得为公式"))),
    ],
)
def test_a_day_is_read_in_every_common_form_and_in_no_mixed_one(cell: Cell, day: date | None) -> None:
    assert read_day(cell) == day


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1,234,567.80", "1234567.80"),
        ("１，２００", "1200"),
        ("1 234 567.80", "1234567.80"),
        ("1'234'567.80", "1234567.80"),
        ("１２３４５６．７８", "123456.78"),
        ("1,234 567", "1,234 567"),
        (Decimal("1E+3"), "1000"),
        ("12,34", "12,34"),
        ("1,234,5", "1,234,5"),
        ("约100", "约100"),
        (None, ""),
    ],
)
def test_commas_go_only_where_they_part_thousands(cell: Cell, text: str) -> None:
    assert number_text(cell) == text
