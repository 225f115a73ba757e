"""All cases under one policy: each by its own figures, then the batch, then what they take from one another."""

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from domain.calculator.sheet import resolve_readings
from domain.catalogue.schema import Policy
from simulation.assessing import AMOUNT, GRANTED, NOT_SELECTED, REASONS, STATUS, STATUSES, assess
from simulation.files.columns import ROW
from simulation.quota import BatchOfYear, select
from simulation.sequence import PoolOfYear, Sequence, Settled
from simulation.standing import Meeting

Step = Callable[[str], None]
"""Told what is done next."""


class SimulationRun(NamedTuple):
    """What all cases come to under one policy.

    Attributes:
        rows: row, amount in 分, reasons and status of every case, types in the order of the frames.
        pools: year → how the voucher pool was handed out.
        batches: the yearly batches.
    """

    rows: pl.DataFrame
    pools: dict[int, PoolOfYear]
    batches: list[BatchOfYear]


def run(policy: Policy, frames: dict[str, pl.DataFrame], meeting: list[Meeting], step: Step) -> SimulationRun:
    """Work out every case.

    Args:
        policy: whose numbers and readings hold.
        frames: code → cases.
        meeting: the cases that can meet another, in order.
        step: told what is done next.
    """
    choices = resolve_readings(policy, None)
    step("逐事项计算")
    assessed = {code: assess(policy, code, frame, choices) for code, frame in frames.items()}
    step("批次遴选")
    batches: list[BatchOfYear] = []
    for code, frame in frames.items():
        subsidy = policy.type(code)
        if subsidy.batch:
            found, left_out = select(subsidy, subsidy.batch, frame, assessed[code], choices.__getitem__)
            batches += found
            assessed[code] = _not_selected(assessed[code], left_out)
    step("上限、额度与就高")
    sequence = Sequence(policy, choices.__getitem__)
    alone = pl.concat(list(assessed.values()))
    rows = _settle(alone, sequence.follow(meeting, _amounts(alone, meeting)))
    return SimulationRun(rows, dict(sorted(sequence.pools.items())), batches)


def _not_selected(assessed: pl.DataFrame, rows: list[int]) -> pl.DataFrame:
    left_out = pl.col(ROW).is_in(rows)
    return assessed.with_columns(
        pl.when(left_out).then(0).otherwise(AMOUNT).alias(AMOUNT),
        pl.when(left_out).then(pl.lit(NOT_SELECTED, STATUSES)).otherwise(STATUS).alias(STATUS),
    )


def _amounts(rows: pl.DataFrame, meeting: list[Meeting]) -> list[int | None]:
    """What each case brings into the sequence; None where it is refused, not selected, or not known yet."""
    comes = pl.when(pl.col(STATUS) != NOT_SELECTED).then(AMOUNT)
    wanted = pl.DataFrame({ROW: [case.row for case in meeting]}, {ROW: rows.schema[ROW]})
    found = wanted.join(rows.select(ROW, comes.alias(AMOUNT)), on=ROW, how="left", maintain_order="left")
    return found[AMOUNT].to_list()


def _settle(rows: pl.DataFrame, settled: list[Settled]) -> pl.DataFrame:
    """Lay what became of the settled cases over what they came to alone."""
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        ROW: rows.schema[ROW],
        "new_amount": pl.Int64,
        "new_reasons": pl.String,
        "new_status": STATUSES,
    }
    found = pl.DataFrame(settled, kinds, orient="row")
    joined = rows.join(found, on=ROW, how="left", maintain_order="left")
    new = pl.col("new_status").is_not_null()
    alone = pl.when(pl.col(STATUS) == GRANTED).then(AMOUNT).when(pl.col(REASONS).is_not_null()).then(0)
    return joined.select(
        ROW,
        pl.when(new)
        .then("new_amount")
        .when(pl.col(STATUS) == NOT_SELECTED)
        .then(0)
        .otherwise(alone)
        .alias(AMOUNT),
        pl.when(new).then("new_reasons").otherwise(REASONS).alias(REASONS),
        pl.when(new).then("new_status").otherwise(STATUS).alias(STATUS),
    )
