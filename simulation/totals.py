"""From rows to totals: sums by measure, department, locality and year; who wins and who loses."""

from collections.abc import Iterable, Mapping

import polars as pl

from domain.calculator.arithmetic import yuan_of
from domain.catalogue.schema import Policy
from domain.departments import DEPARTMENTS, LOCALITIES
from simulation.assessing import AMOUNT, GRANTED, REASONS, STATUS, STATUS_NAMES
from simulation.files.columns import CASE_NUMBER, CODE, COMPLETE_AT, LOCALITY, ROW, UNIT
from simulation.outcome import Batch, Mover, Movers, PoolOutcome, Total
from simulation.quota import BatchOfYear
from simulation.running import SimulationRun
from simulation.sequence import PoolOfYear

UNCHANGED, DIFFERENCE, UNCHANGED_STATUS = "Unchanged", "Difference", "UnchangedStatus"
MOST_MOVERS = 50


def compared(
    frames: Mapping[str, pl.DataFrame], asked: SimulationRun, unchanged: SimulationRun
) -> pl.DataFrame:
    """Every row with what it comes to under the numbers asked and under the policy as it is; 分."""
    core = pl.concat(
        [
            frame.select(
                ROW,
                CASE_NUMBER,
                pl.lit(code).cast(pl.Enum(list(frames))).alias(CODE),
                UNIT,
                LOCALITY,
                COMPLETE_AT,
            )
            for code, frame in frames.items()
        ]
    )
    amount, before = asked.rows[AMOUNT].fill_null(0), unchanged.rows[AMOUNT].fill_null(0)
    return core.with_columns(
        asked.rows[AMOUNT],
        asked.rows[STATUS],
        asked.rows[REASONS],
        unchanged.rows[AMOUNT].alias(UNCHANGED),
        unchanged.rows[STATUS].alias(UNCHANGED_STATUS),
        (amount - before).alias(DIFFERENCE),
    )


class Totals:
    """Adds up.

    Args:
        rows: as `compared` lays them beside one another.
        policy: names types, measures and departments.
    """

    def __init__(self, rows: pl.DataFrame, policy: Policy) -> None:
        self._rows = rows
        self._policy = policy
        self.by_code = self._grouped(pl.col(CODE).cast(pl.String))

    def _grouped(self, key: pl.Expr) -> list[Total]:
        wide = [pl.col(name).cast(pl.Int128).sum() for name in (AMOUNT, UNCHANGED)]
        granted = (pl.col(STATUS) == GRANTED).sum().alias("granted")
        found = self._rows.group_by(key.alias("key")).agg(pl.len().alias("cases"), granted, *wide)
        return [_total(str(key), "", *rest) for key, *rest in found.sort("key").iter_rows()]

    def types(self) -> tuple[Total, ...]:
        """By type, in the order of the policy."""
        known = {total.key: total for total in self.by_code}
        return tuple(
            known[code].model_copy(update={"name": subsidy.name})
            for code, subsidy in sorted(self._policy.types.items(), key=lambda item: _number(item[1].number))
            if code in known
        )

    def measures(self) -> tuple[Total, ...]:
        """By measure."""
        of = {code: str(subsidy.measure) for code, subsidy in self._policy.types.items()}
        names = {str(measure.number): measure.title for measure in self._policy.measures}
        return self._merged(of, names)

    def departments(self) -> tuple[Total, ...]:
        """By lead department."""
        of = {code: subsidy.lead for code, subsidy in self._policy.types.items()}
        return self._merged(of, {code: party.names[-1].name for code, party in DEPARTMENTS.items()})

    def localities(self) -> tuple[Total, ...]:
        """By locality."""
        names = {code: party.names[-1].name for code, party in LOCALITIES.items()}
        return tuple(
            total.model_copy(update={"name": names[total.key]})
            for total in self._grouped(pl.col(LOCALITY).cast(pl.String))
        )

    def years(self) -> tuple[Total, ...]:
        """By year of complete acceptance."""
        return tuple(
            total.model_copy(update={"name": f"{total.key}年"})
            for total in self._grouped(pl.col(COMPLETE_AT).dt.year())
        )

    def _merged(self, of: Mapping[str, str], names: Mapping[str, str]) -> tuple[Total, ...]:
        groups: dict[str, list[Total]] = {key: [] for key in names}
        for total in self.by_code:
            groups[of[total.key]].append(total)
        return tuple(_added(key, names[key], totals) for key, totals in groups.items() if totals)

    def statuses(self) -> dict[str, int]:
        """状态 → how many rows."""
        found = dict(self._rows.group_by(STATUS).len().iter_rows())
        return {name: found[status] for status, name in STATUS_NAMES.items() if status in found}

    def movers(self, *, up: bool) -> Movers:
        """Who wins, or who loses."""
        moved = self._rows.filter(pl.col(DIFFERENCE) > 0 if up else pl.col(DIFFERENCE) < 0)
        first = moved.sort(pl.col(DIFFERENCE).abs(), ROW, descending=[True, False]).head(MOST_MOVERS)
        total = moved.select(pl.col(DIFFERENCE).cast(pl.Int128).sum()).item()
        return Movers(
            count=moved.height,
            amount=yuan_of(total),
            rows=tuple(_mover(row) for row in first.iter_rows(named=True)),
        )


def _number(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _total(key: str, name: str, cases: int, granted: int, amount: int, unchanged: int) -> Total:
    return Total(
        key=key,
        name=name,
        cases=cases,
        granted=granted,
        amount=yuan_of(amount),
        unchanged_amount=yuan_of(unchanged),
        difference=yuan_of(amount - unchanged),
    )


def _added(key: str, name: str, totals: Iterable[Total]) -> Total:
    listed = list(totals)
    summed = {field: sum(getattr(total, field) for total in listed) for field in ("cases", "granted")}
    money = {
        field: sum((getattr(total, field) for total in listed), yuan_of(0))
        for field in ("amount", "unchanged_amount", "difference")
    }
    return Total.model_validate({"key": key, "name": name, **summed, **money})


def _mover(row: Mapping[str, object]) -> Mover:
    amounts = {"amount": row[AMOUNT], "unchanged_amount": row[UNCHANGED], "difference": row[DIFFERENCE]}
    money = {name: yuan_of(amount if isinstance(amount, int) else 0) for name, amount in amounts.items()}
    core = {name: row[name] for name in (ROW, CASE_NUMBER, CODE, UNIT, LOCALITY)}
    status = {"status": STATUS_NAMES[str(row[STATUS])], "reasons": row[REASONS] or ""}
    return Mover.model_validate({**core, **money, **status})


def pools(found: Mapping[int, PoolOfYear]) -> tuple[PoolOutcome, ...]:
    """The pools in words of the answer."""
    return tuple(_pool(year, pool) for year, pool in sorted(found.items()))


def _pool(year: int, pool: PoolOfYear) -> PoolOutcome:
    dry = pool.dry
    return PoolOutcome(
        year=year,
        limit=yuan_of(pool.limit),
        issued=yuan_of(pool.issued),
        left=yuan_of(pool.left),
        dry_on=dry.at.date() if dry else None,
        dry_case=dry.case if dry else None,
        dry_row=dry.row if dry else None,
        waiting=pool.waiting,
        waiting_amount=yuan_of(pool.waiting_amount),
    )


def batches(found: Iterable[BatchOfYear], policy: Policy) -> tuple[Batch, ...]:
    """The batches in words of the answer."""
    return tuple(Batch(name=policy.type(batch.code).name, **batch._asdict()) for batch in found)
