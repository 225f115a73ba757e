"""The yearly batch (measure 3): who of the eligible cases is within the quota."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl

from domain.calculator.selection import batch_year, place_in_batch
from domain.catalogue.procedures import BatchSpec
from domain.catalogue.schema import SubsidyType
from simulation.assessing import AMOUNT, GRANTED, STATUS
from simulation.files.columns import CASE_NUMBER, COMPLETE_AT, ROW, SCORE


class BatchOfYear(NamedTuple):
    """A batch: how many were eligible, how many were selected."""

    code: str
    year: int
    quota: int
    candidates: int
    selected: int


def select(
    subsidy: SubsidyType,
    batch: BatchSpec,
    frame: pl.DataFrame,
    assessed: pl.DataFrame,
    choice: Callable[[str], str],
) -> tuple[list[BatchOfYear], list[int]]:
    """Rank the eligible cases of every year.

    Returns:
        The batches, and the rows that are not within the quota.
    """
    eligible = frame.join(assessed.filter(pl.col(STATUS) == GRANTED).select(ROW, AMOUNT), on=ROW)
    names = {fact.name for fact in subsidy.facts}
    by_year: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for case in eligible.iter_rows(named=True):
        at: datetime = case[COMPLETE_AT]
        place = place_in_batch(
            choice,
            case[SCORE],
            case["scenario_count"] if "scenario_count" in names else 0,
            case["compute_cost"] if "compute_cost" in names else 0,
            (at, case[CASE_NUMBER], case[ROW]),
        )
        by_year[batch_year(batch.closes_month_day, at.date())].append(place)
    batches, left_out = [], []
    for year, places in sorted(by_year.items()):
        places.sort()
        left_out += [place[-1] for place in places[batch.quota :]]
        selected = min(batch.quota, len(places))
        batches.append(BatchOfYear(subsidy.code, year, batch.quota, len(places), selected))
    return batches, left_out
