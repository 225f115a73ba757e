"""Case numbers that come twice: a case counts once; only the years of one instalment case share a number."""

import polars as pl

from domain.catalogue.schema import Policy
from domain.errors import FieldError
from simulation.files.columns import CASE_NUMBER, CODE, KEY, ROW, UNIT


def repeated_cases(frames: dict[str, pl.DataFrame], policy: Policy) -> list[FieldError]:
    """Every row whose case number another row has already, the years of an instalment case excepted."""
    if not frames:
        return []
    allowed = {code: each.instalments.count if each.instalments else 1 for code, each in policy.types.items()}
    parts = [
        frame.select(
            ROW,
            CASE_NUMBER,
            UNIT,
            pl.col(KEY).fill_null(""),
            pl.lit(code).alias(CODE),
            most=pl.lit(allowed[code]),
        )
        for code, frame in frames.items()
    ]
    twice = pl.concat(parts).filter(pl.col(CASE_NUMBER).is_duplicated()).sort(CASE_NUMBER, ROW)
    same = [pl.col(name) == pl.col(name).first().over(CASE_NUMBER) for name in (CODE, UNIT, KEY)]
    place = pl.col(ROW).cum_count().over(CASE_NUMBER)
    first = pl.col(ROW).first().over(CASE_NUMBER)
    bad = twice.with_columns(first.alias("first"), ok=pl.all_horizontal(same) & (place <= pl.col("most")))
    return [
        FieldError(
            path=f"rows[{row}].{CASE_NUMBER}", message=f"第 {row} 行：案件编号“{number}”与第 {before} 行重复"
        )
        for row, number, before in bad.filter(~pl.col("ok"))
        .sort(ROW)
        .select(ROW, CASE_NUMBER, "first")
        .iter_rows()
    ]
