"""The whole way: cases and changes in, totals and rows out."""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import polars as pl

from adapters.files.cells import DANGEROUS
from domain.calculator.arithmetic import yuan_of
from domain.catalogue.schema import Policy
from simulation.assessing import AMOUNT, REASONS, STATUS
from simulation.files.cases import Cases
from simulation.files.columns import COMPLETE_AT, ROW
from simulation.meeting import who_meets
from simulation.outcome import ChangeMade, Outcome
from simulation.policy_changes import Change, changed_policy, numbers_of
from simulation.running import run
from simulation.totals import DIFFERENCE, UNCHANGED, UNCHANGED_STATUS, Totals, batches, compared, pools

STEPS = 8
"""How often `simulate` tells that it goes on."""

Step = Callable[[str], None]


class Simulated(NamedTuple):
    """The answer, and every row."""

    outcome: Outcome
    rows: pl.DataFrame


def simulate(
    cases: Cases, policy: Policy, changes: Iterable[Change], step: Step, *, begun: float | None = None
) -> Simulated:
    """Work out all cases under the policy as it is and with the changes.

    Args:
        cases: a file that was read whole.
        policy: the version.
        changes: numbers and readings that shall be others.
        step: told what is done next.
        begun: `time.perf_counter` when the reading began, so that its seconds count too.

    Raises:
        InvalidInput: A change that cannot be made.
    """
    began = time.perf_counter() if begun is None else begun
    asked = list(changes)
    changed = changed_policy(policy, asked)
    step("查找同一项目与同一额度")
    meeting = who_meets(cases, policy)
    unchanged = run(policy, cases.frames, meeting, step)
    found = run(changed, cases.frames, meeting, step) if asked else unchanged
    step("汇总")
    rows = compared(cases.frames, found, unchanged)
    totals, known = Totals(rows, policy), numbers_of(policy)
    every = totals.types()
    outcome = Outcome(
        policy_version=policy.version,
        changes=tuple(
            ChangeMade(path=each.path, before=known[each.path], after=each.value) for each in asked
        ),
        cases=cases.count,
        amount=sum((total.amount for total in every), yuan_of(0)),
        unchanged_amount=sum((total.unchanged_amount for total in every), yuan_of(0)),
        statuses=totals.statuses(),
        by_measure=totals.measures(),
        by_type=every,
        by_department=totals.departments(),
        by_locality=totals.localities(),
        by_year=totals.years(),
        pools=pools(found.pools),
        unchanged_pools=pools(unchanged.pools),
        batches=batches(found.batches, policy),
        winners=totals.movers(up=True),
        losers=totals.movers(up=False),
        seconds=round(time.perf_counter() - began, 3),
        peak_memory_bytes=peak_memory_bytes(),
    )
    return Simulated(outcome, rows)


def peak_memory_bytes() -> int:
    """The most memory that this process has held since it began."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024


def write_rows(rows: pl.DataFrame, path: Path) -> None:
    """Every row in the order of the file, amounts in 元; CSV that a spreadsheet opens, or Parquet by its name."""
    ordered = rows.sort(ROW).select(
        pl.exclude(AMOUNT, UNCHANGED, DIFFERENCE, STATUS, UNCHANGED_STATUS, REASONS),
        *(_yuan(name).alias(new) for name, new in _MONEY.items()),
        pl.col(STATUS).alias("status"),
        pl.col(UNCHANGED_STATUS).alias("unchanged_status"),
        pl.col(REASONS).alias("reasons"),
    )
    if path.suffix == ".parquet":
        ordered.write_parquet(path)
    else:
        safe = ordered.with_columns(_harmless(name) for name in ("case_number", "unit"))
        safe.with_columns(pl.col(COMPLETE_AT).dt.to_string("iso:strict")).write_csv(path, include_bom=True)


_MONEY = {AMOUNT: "amount", UNCHANGED: "unchanged_amount", DIFFERENCE: "difference"}


def _yuan(name: str) -> pl.Expr:
    return (pl.col(name).cast(pl.Decimal(38, 2)) / 100).cast(pl.Decimal(38, 2))


def _harmless(name: str) -> pl.Expr:
    """Guarded as everywhere, a million cells at once."""
    cell = pl.col(name)
    return pl.when(cell.str.contains(DANGEROUS)).then(pl.lit("'") + cell).otherwise(cell).alias(name)
