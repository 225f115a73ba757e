"""Who is within the quota of a yearly batch (批次遴选): whose year it is, and who comes before whom."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

SELECTION: Final = "m3.selection"
"""The reading that chooses between a ranked batch and first come, first served."""

Place = tuple[Any, ...]
"""What cases are sorted by; the least comes first."""


def batch_year(closes_month_day: str, on: date) -> int:
    """The year of the batch that a case complete on this day belongs to; the closing day is included."""
    month, day = (int(part) for part in closes_month_day.split("-"))
    return on.year + ((on.month, on.day) > (month, day))


def place_in_batch(
    choice: Callable[[str], str], score: int, scenarios: int, cost: int, acceptance: tuple[Any, ...]
) -> Place:
    """What a case of measure 3 is ranked by: expert score, scenarios, verified cost, then acceptance.

    Args:
        choice: reading → how it stands; under ``first_come`` acceptance alone counts.
        score: of the experts.
        scenarios: typical scenarios.
        cost: 分 of verified compute cost.
        acceptance: instant of complete acceptance, and what tells equals apart.
    """
    return acceptance if choice(SELECTION) == "first_come" else (-score, -scenarios, -cost, *acceptance)
