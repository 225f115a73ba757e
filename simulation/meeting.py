"""Which cases can meet another one: on one award base of a unit, in a yearly cap, or at the pool."""

import re
from itertools import chain

import polars as pl

from domain.catalogue.schema import Policy, SubsidyType
from simulation.files.cases import Cases
from simulation.files.columns import CASE_NUMBER, CODE, COMPLETE_AT, KEY, ROW, UNIT
from simulation.standing import Meeting


def award_base(subsidy: SubsidyType) -> pl.Expr:
    """The base of every case, written as `AwardBase.of` writes it."""
    template = subsidy.award_base.template
    parts = {
        "unit": pl.col(UNIT),
        "year": pl.col(COMPLETE_AT).dt.year(),
        "key": pl.col(KEY).fill_null(""),
        **{name: _named(subsidy, name) for name in subsidy.award_base.facts},
    }
    names = re.findall(r"\{(\w+)\}", template)
    return pl.format(re.sub(r"\{\w+\}", "{}", template), *(parts[name] for name in names))


def _named(subsidy: SubsidyType, name: str) -> pl.Expr:
    """A fact, or the years of a list's entries, each once."""
    holder = next(fact for fact in subsidy.facts if name in {fact.name, *(item.name for item in fact.items)})
    if not holder.items:
        return pl.col(name)
    years = pl.col(holder.name).list.eval(pl.element().struct.field(name).dt.year().cast(pl.String))
    return years.list.unique().list.sort().list.join("+")


def who_meets(cases: Cases, policy: Policy) -> list[Meeting]:
    """Every case that can meet another, in the order of complete acceptance. Too many do no harm."""
    hashes = {
        code: frame.select(
            pl.struct(_holder(policy.type(code)), award_base(policy.type(code)).alias("base"))
            .hash()
            .alias("hash")
        )
        for code, frame in cases.frames.items()
    }
    twice = pl.concat(list(hashes.values())).select(pl.col("hash").is_duplicated()).to_series()
    parts, first = [], 0
    for code, frame in cases.frames.items():
        subsidy = policy.type(code)
        meets = pl.lit(value=True) if shares_a_limit(subsidy) else twice.slice(first, frame.height)
        base = award_base(subsidy).alias("base")
        # Select, then filter: filtering leaves empty chunks, on which pl.format panics (polars 2.1).
        whole = frame.select(
            COMPLETE_AT,
            CASE_NUMBER,
            ROW,
            pl.lit(code).alias(CODE),
            UNIT,
            base,
            _matter(subsidy).alias("matter"),
        )
        parts.append(whole.filter(meets))
        first += frame.height
    rows = chain.from_iterable(part.iter_rows() for part in parts)
    return sorted(map(Meeting._make, rows), key=lambda case: (case.at, case.case, case.row))


def _holder(subsidy: SubsidyType) -> pl.Expr:
    """Whose awards can meet: the unit's, or everybody's where a reading may say so."""
    return pl.lit("").alias(UNIT) if subsidy.award_base.across_reading else pl.col(UNIT)


def _matter(subsidy: SubsidyType) -> pl.Expr:
    """What the sequence wants to know of a case beside its amount, by the kind of its rule."""
    rule = subsidy.rule
    if rule.kind == "testing":
        return pl.col(rule.tests)
    if rule.kind == "tiers":
        return pl.struct(rule.current, rule.highest_before)
    return pl.col(subsidy.once.fact) if subsidy.once and subsidy.once.fact else pl.lit(None, pl.Int64)


def shares_a_limit(subsidy: SubsidyType) -> bool:
    """Whether cases of a type take from a yearly cap, from the pool, or from what a unit gets once."""
    return subsidy.voucher is not None or subsidy.rule.kind in {"testing", "tiers"}
