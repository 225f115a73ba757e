"""Whose batch a case belongs to, and who comes before whom in it."""

from datetime import date

import pytest

from domain.calculator.selection import batch_year, place_in_batch


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 1, 1), 2026),
        (date(2026, 12, 1), 2026),
        (date(2026, 12, 2), 2027),
        (date(2026, 12, 31), 2027),
    ],
)
def test_the_closing_day_itself_still_belongs_to_its_batch(day: date, year: int) -> None:
    assert batch_year("12-01", day) == year


def test_score_then_scenarios_then_cost_then_acceptance_decide() -> None:
    def ranked(_: str) -> str:
        return "ranked_batch"

    best_first = [
        place_in_batch(ranked, 90, 5, 1, ("2026-03-09", "e")),
        place_in_batch(ranked, 80, 9, 1, ("2026-03-08", "d")),
        place_in_batch(ranked, 80, 8, 7, ("2026-03-07", "c")),
        place_in_batch(ranked, 80, 8, 6, ("2026-03-01", "b")),
        place_in_batch(ranked, 80, 8, 6, ("2026-03-02", "a")),
    ]
    assert sorted(best_first) == best_first


def test_under_first_come_acceptance_alone_decides() -> None:
    def first_come(_: str) -> str:
        return "first_come"

    late_and_good = place_in_batch(first_come, 99, 9, 9, ("2026-03-02", "a"))
    assert place_in_batch(first_come, 1, 5, 1, ("2026-03-01", "b")) < late_and_good
