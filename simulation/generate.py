"""A file of made-up cases of all types, borders of the law included: the same numbers for the same seed."""

import csv
import json
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from domain.calendar import anniversary
from domain.catalogue.facts import FactKind, FactSpec, Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.departments import LOCALITIES
from domain.money import LARGEST, ZERO
from simulation.files.cases import Progress
from simulation.files.columns import OPTIONAL, REQUIRED, fact_columns

FEN = Decimal("0.01")
FIRST_DAY = date(2025, 12, 1)
DAYS = 365 * 4 + 90
CHUNK = 50_000

Row = dict[str, Any]


def generate(policy: Policy, count: int, seed: int, path: Path, progress: Progress) -> None:
    """Write so many rows, as CSV, or as Parquet where the name ends so.

    Args:
        policy: whose types and borders are used.
        count: how many rows.
        seed: of the dice.
        path: where to.
        progress: told how many rows were written since it was told last.
    """
    columns = [*REQUIRED, *OPTIONAL, *fact_columns(policy)]
    rows = Dice(policy, count, seed).rows()
    if path.suffix == ".parquet":
        _write_parquet(path, columns, rows, progress)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for index, row in enumerate(rows, start=1):
            writer.writerow(row)
            if not index % CHUNK:
                progress(CHUNK)


def _write_parquet(path: Path, columns: list[str], rows: Iterator[Row], progress: Progress) -> None:
    kinds = dict.fromkeys(columns, pl.String)
    parts, chunk = [], []
    for row in rows:
        chunk.append({name: None if row.get(name) is None else str(row[name]) for name in columns})
        if len(chunk) == CHUNK:
            parts.append(pl.DataFrame(chunk, kinds))
            chunk = []
            progress(CHUNK)
    pl.concat([*parts, pl.DataFrame(chunk, kinds)]).write_parquet(path)


class Dice:
    """Throws cases; a third of them to a few busy units, so that many meet on one project.

    Args:
        policy: whose types and borders are used.
        count: how many rows are thrown.
        seed: of the dice.
    """

    def __init__(self, policy: Policy, count: int, seed: int) -> None:
        self._policy = policy
        self._count = count
        self._random = random.Random(seed)  # noqa: S311 - made-up cases need no cryptography
        self._codes = list(policy.types)
        self._units = [f"91131000MA{number:08d}" for number in range(max(8, count // 6))]
        self._busy = self._units[: max(4, count // 200)]
        self._borders = {code: _borders(subsidy) for code, subsidy in policy.types.items()}

    def rows(self) -> Iterator[Row]:
        """The rows, in no order of time."""
        written = number = 0
        while written < self._count:
            number += 1
            for row in self._case(number)[: self._count - written]:
                written += 1
                yield row

    def _case(self, number: int) -> list[Row]:
        """One case; an instalment case has a row a year."""
        pick = self._random
        subsidy = self._policy.types[pick.choice(self._codes)]
        row: Row = {
            "case_number": f"C{number:08d}",
            "code": subsidy.code,
            "unit": pick.choice(self._busy if pick.random() < 0.3 else self._units),
            "locality": pick.choice(list(LOCALITIES)),
        }
        if subsidy.award_base.needs_key:
            row["award_base_key"] = f"项目{pick.randrange(3)}"
        if subsidy.batch:
            row["expert_score"] = pick.randrange(60, 100)
        years = pick.randint(1, subsidy.instalments.count) if subsidy.instalments else 1
        on = FIRST_DAY + timedelta(days=pick.randrange(DAYS))
        return [self._with_facts(subsidy, row, anniversary(on, years=year)) for year in range(years)]

    def _with_facts(self, subsidy: SubsidyType, row: Row, on: date) -> Row:
        pick = self._random
        seconds = pick.randrange(8 * 3600, 18 * 3600, 1800)
        at = datetime(on.year, on.month, on.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - the clocks of Langfang
        later = pick.random() < 0.85
        facts = {
            fact.name: self._fact(subsidy, fact, on)
            for fact in subsidy.facts
            if fact.phase is Phase.FILING or later
        }
        return {**row, "complete_at": at.isoformat(), **facts}

    def _fact(self, subsidy: SubsidyType, fact: FactSpec, on: date) -> Any:
        pick = self._random
        throws: dict[FactKind, Callable[[], Any]] = {
            FactKind.MONEY: lambda: self._money(subsidy, fact.name),
            FactKind.INTEGER: lambda: self._whole(subsidy.code),
            FactKind.YEAR: lambda: on.year - (fact.must_be_over or pick.random() < 0.1),
            FactKind.DATE: lambda: self._day(on).isoformat(),
            FactKind.BOOLEAN: lambda: "true" if pick.random() < 0.9 else "false",
            FactKind.CHOICE: lambda: pick.choice(list(fact.choices)),
            FactKind.LIST: lambda: self._entries(fact, on),
            FactKind.TEXT: lambda: f"说明{pick.randrange(1000)}",
        }
        return throws[fact.kind]()

    def _whole(self, code: str) -> int:
        near = [border + step for border in self._borders[code].whole for step in (-1, 0, 1)]
        return self._random.choice(
            [*near, self._random.randrange(1, 20), self._random.randrange(10**9, 10**11)]
        )

    def _money(self, subsidy: SubsidyType, name: str) -> str:
        pick, code = self._random, subsidy.code
        if name == getattr(subsidy.rule, "highest_before", None) and pick.random() < 0.5:
            return "0.00"  # whoever is new has no peak, and may have been awarded all the same
        if pick.random() < 0.3:
            border = pick.choice(self._borders[code].money)
            return f"{min(LARGEST, max(ZERO, border + pick.choice((-FEN, ZERO, FEN)))):.2f}"
        return f"{Decimal(int(10 ** pick.uniform(3, 11))) / 100:.2f}"

    def _day(self, on: date) -> date:
        pick = self._random
        borders = [self._policy.released_on, self._policy.valid_until, anniversary(on, years=-1)]
        if pick.random() < 0.3:
            return min(on, pick.choice(borders) + timedelta(days=pick.randint(-1, 1)))
        return on - timedelta(days=int(pick.random() ** 2 * 500))

    def _entries(self, fact: FactSpec, on: date) -> str:
        """One to four entries that are told apart."""
        thrown = [self._entry(fact, on) for _ in range(self._random.randint(1, 4))]
        apart = {
            tuple(entry[name] for name in fact.unique) or index: entry for index, entry in enumerate(thrown)
        }
        return json.dumps(list(apart.values()), ensure_ascii=False)

    def _entry(self, fact: FactSpec, on: date) -> Row:
        pick = self._random
        values: Row = {}
        for item in fact.items:
            if item.kind is FactKind.MONEY:
                values[item.name] = f"{Decimal(pick.randrange(1, 60_000_000)) / 100:.2f}"
            elif item.kind is FactKind.BOOLEAN:
                values[item.name] = pick.random() < 0.8
            elif item.kind is FactKind.DATE:
                values[item.name] = self._day(on).isoformat()
            elif item.kind is FactKind.TEXT:
                values[item.name] = f"编号{pick.randrange(20)}"
            else:
                values[item.name] = pick.choice(list(item.choices))
        return values


class Borders:
    """The figures at which something changes for a type."""

    def __init__(self) -> None:
        self.money: list[Decimal] = [ZERO, FEN, Decimal("0.05")]
        self.whole: list[int] = [1]


def _borders(subsidy: SubsidyType) -> Borders:
    found, rule = Borders(), subsidy.rule
    cap, rate = getattr(rule, "cap", None), getattr(rule, "rate", None)
    if (
        rule.kind != "stated"
    ):  # nothing caps a stated amount, and totals shall stay such that one can read them
        found.money.append(LARGEST)
    if cap and rate:
        found.money.append((cap.amount / rate).quantize(FEN))
    if subsidy.voucher and rate:
        found.money.append((subsidy.voucher.unit_cap_per_year / rate).quantize(FEN))
    if rule.kind == "tiers":
        found.money += [tier.threshold for tier in rule.tiers]
    for condition in subsidy.conditions:
        minimum = getattr(condition, "minimum", None)
        if minimum is not None:
            found.money.append(minimum)
            found.whole.append(int(minimum))
    if rule.kind == "growth":
        found.money += [Decimal(110_000_000), Decimal(121_000_000)]
    return found
