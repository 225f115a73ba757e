"""The rows of one type: their facts as exact columns, and in words what is wrong with those that cannot be read."""

from typing import Any

import polars as pl

from domain.catalogue.facts import FactKind, FactSpec, Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.errors import InvalidInput
from simulation.files.cells import given, read_fact
from simulation.files.columns import CASE_NUMBER, COMPLETE_AT, KEY, LOCALITY, ROW, SCORE, UNIT, fact_columns
from simulation.files.lists import is_plain, plain_text, read_list
from simulation.files.row_facts import LATER, facts_of_row, phases_of, row_errors

CORE = (ROW, CASE_NUMBER, UNIT, KEY, LOCALITY, COMPLETE_AT, SCORE)
STRAY = "Stray"

Wrong = tuple[int, str, str]
"""Row, column, what is wrong."""


class TypeReader:
    """Takes the rows of a type, batch by batch."""

    def __init__(self, subsidy: SubsidyType, policy: Policy) -> None:
        self.subsidy = subsidy
        self.own = {fact.name: fact for fact in subsidy.facts}
        self.names = set(fact_columns(policy))
        self.frames: list[pl.DataFrame] = []

    def frame(self) -> pl.DataFrame:
        """All rows taken, in one piece: an empty chunk makes pl.format panic (polars 2.1)."""
        return pl.concat(self.frames).rechunk()

    @property
    def columns(self) -> list[str]:
        """What it wants to see of a row."""
        return [*CORE, *self.own]

    def take(self, rows: pl.DataFrame) -> list[int]:
        """Take rows whose core is good.

        Args:
            rows: core columns read, own facts as they stand in the file, and whether facts of others stray in.

        Returns:
            The rows that cannot be read; none of them is taken.
        """
        for fact in self.own.values():
            if fact.kind is FactKind.LIST:
                rows = self._with_plain_lists(rows, fact.name)
        values = rows.with_columns(**{f"value_{name}": self._value(rows, name) for name in self.own})
        good = values.select(self._is_good(rows).alias("good"))["good"]
        self.frames.append(values.filter(good).select(*self._kept()))
        return rows[ROW].filter(~good).to_list()

    def _value(self, rows: pl.DataFrame, name: str) -> pl.Expr:
        spec, on = self.own[name], pl.col(COMPLETE_AT).dt.date()
        if spec.kind is FactKind.LIST:
            return read_list(spec, name, on)
        return read_fact(spec, rows.schema[name], on)

    def _kept(self) -> list[pl.Expr]:
        return [*map(pl.col, CORE), *(pl.col(f"value_{name}").alias(name) for name in self.own)]

    def _is_good(self, rows: pl.DataFrame) -> pl.Expr:
        """Whether all facts that are asked are given and readable, and no others are given."""
        there = {name: given(name, rows.schema[name]) for name in self.own}
        readable = {name: pl.col(f"value_{name}").is_not_null() for name in self.own}
        good = [~there[name] | readable[name] for name in self.own]
        good.append(~pl.col(STRAY))
        good += [
            self._may_be_missing(fact) | readable[fact.name]
            for fact in self.subsidy.facts_for((Phase.FILING,))
        ]
        for phase in LATER:
            facts = self.subsidy.facts_for((phase,))
            if facts:
                begun = pl.any_horizontal([there[fact.name] for fact in facts])
                good += [~begun | self._may_be_missing(fact) | readable[fact.name] for fact in facts]
        if self.subsidy.award_base.needs_key:
            good.append((pl.col(KEY) != "").fill_null(value=False))
        return pl.all_horizontal(good)

    @staticmethod
    def _may_be_missing(fact: FactSpec) -> pl.Expr:
        if not fact.required_when:
            return pl.lit(not fact.required)
        asked = [
            (pl.col(f"value_{name}").cast(pl.String) == choice).fill_null(value=False)
            for name, choice in fact.required_when.items()
        ]
        return ~pl.any_horizontal(asked)

    def in_words(self, row: dict[str, Any]) -> list[Wrong]:
        """What is wrong with a row that cannot be read."""
        errors = row_errors(self.subsidy, row, self.names, row[COMPLETE_AT].date())
        found = [(row[ROW], error.path, error.message) for error in errors]
        if self.subsidy.award_base.needs_key and not (row[KEY] or "").strip():
            found.append((row[ROW], KEY, f"须填写{self.subsidy.award_base.key_label}"))
        return found or [(row[ROW], "facts", "数据无法读取")]

    def _with_plain_lists(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """Lists that are not written plainly are read one by one; what cannot be read becomes null."""
        if rows.schema[name] != pl.String:
            return rows.with_columns(pl.lit(None, pl.String).alias(name))
        plain = rows.select(is_plain(self.own[name], name).fill_null(value=False)).to_series()
        others = rows.filter(~plain)
        if others.is_empty():
            return rows
        texts = {row[ROW]: self._plainly(row, name) for row in others.iter_rows(named=True)}
        found = pl.DataFrame(
            {ROW: list(texts), "plainly": list(texts.values())}, {ROW: rows.schema[ROW], "plainly": pl.String}
        )
        joined = rows.join(found, on=ROW, how="left", maintain_order="left")
        chosen = pl.when(plain).then(pl.col(name)).otherwise(pl.col("plainly"))
        return joined.with_columns(chosen.alias(name)).drop("plainly")

    def _plainly(self, row: dict[str, Any], name: str) -> str | None:
        facts = facts_of_row(self.subsidy, row, self.names)
        try:
            read = validate_facts(
                self.subsidy, facts, phases_of(self.subsidy, facts), row[COMPLETE_AT].date()
            )
        except InvalidInput:
            return None
        return plain_text(read[name])
