"""Which cases can meet another one: on one award base of a unit, in a yearly cap, or at the pool."""

import re

import polars as pl

from domain.catalogue.schema import Policy, SubsidyType
from simulation.files.cases import Cases
from simulation.files.columns import CASE_NUMBER, CODE, COMPLETE_AT, KEY, ROW, UNIT
from simulation.sequence import Meeting


def award_base(subsidy: SubsidyType) -> pl.Expr:
    """The base of every case, written as `AwardBase.of` writes it."""
    template = subsidy.award_base.template
    parts = {
        "unit": pl.col(UNIT),
        "year": pl.col(COMPLETE_AT).dt.year(),
        "key": pl.col(KEY).fill_null(""),
    }
    names = re.findall(r"\{(\w+)\}", template)
    return pl.format(re.sub(r"\{\w+\}", "{}", template), *(parts[name] for name in names))


def who_meets(cases: Cases, policy: Policy) -> list[Meeting]:
    """Every case that can meet another, in the order of complete acceptance. Too many do no harm."""
    hashes = {
        code: frame.select(pl.struct(UNIT, award_base(policy.type(code)).alias("base")).hash().alias("hash"))
        for code, frame in cases.frames.items()
    }
    twice = pl.concat(list(hashes.values())).select(pl.col("hash").is_duplicated()).to_series()
    parts, first = [], 0
    for code, frame in cases.frames.items():
        subsidy = policy.type(code)
        meets = pl.lit(value=True) if shares_a_limit(subsidy) else twice.slice(first, frame.height)
        base = award_base(subsidy).alias("base")
        # Select, then filter: filtering leaves empty chunks, on which pl.format panics (polars 2.1).
        whole = frame.select(COMPLETE_AT, CASE_NUMBER, ROW, pl.lit(code).alias(CODE), UNIT, base)
        parts.append(whole.filter(meets))
        first += frame.height
    ordered = pl.concat(parts).sort(COMPLETE_AT, CASE_NUMBER, ROW)
    return list(map(Meeting._make, ordered.iter_rows()))


def shares_a_limit(subsidy: SubsidyType) -> bool:
    """Whether cases of a type take from a yearly cap or from the pool."""
    return subsidy.voucher is not None or subsidy.rule.kind == "testing"
