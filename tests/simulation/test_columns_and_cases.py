"""The same function on one figure and on a column of them: at the largest amounts, on every border of rounding."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calculator.arithmetic import falls_short_of_growth, fen_of, share_of_fen, yuan_of
from domain.calculator.case_figures import CaseFigures
from domain.calendar import anniversary
from domain.catalogue.registry import load_catalogue
from domain.money import LARGEST
from simulation.column_figures import ColumnFigures

POLICY = load_catalogue().policy("langfang-ai-2026")
SUBSIDY = POLICY.type("major_project_investment")
MOST = 10**18 - 1
FEN = st.integers(0, MOST) | st.sampled_from([0, 1, 2, 5, MOST - 1, MOST])
RATES = st.decimals(Decimal("0.000000001"), 1, places=9) | st.sampled_from(
    [Decimal("0.10"), Decimal("0.5"), Decimal(1), Decimal("0.123456789"), Decimal("0.999999999")]
)
MANY = settings(max_examples=60, deadline=None)


def column(numbers: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"n": numbers}, {"n": pl.Int64})


@MANY
@given(numbers=st.lists(FEN, min_size=1, max_size=20), rate=RATES)
def test_a_share_is_the_same_alone_and_in_a_column_and_rounds_half_up(
    numbers: list[int], rate: Decimal
) -> None:
    exact = [Fraction(number) * Fraction(rate) for number in numbers]
    rounded = [int(value + Fraction(1, 2)) for value in exact]
    assert [share_of_fen(number, rate) for number in numbers] == rounded
    found = column(numbers).select(share_of_fen(pl.col("n"), rate)).to_series().to_list()
    assert found == rounded


@MANY
@given(pairs=st.lists(st.tuples(FEN, FEN), min_size=1, max_size=20), rate=RATES)
def test_growth_is_compared_exactly_alone_and_in_a_column(
    pairs: list[tuple[int, int]], rate: Decimal
) -> None:
    near = [
        (before + int(before * Fraction(rate)) + step, before) for _, before in pairs for step in (-1, 0, 1)
    ]
    every = [pair for pair in [*pairs, *near] if 0 <= pair[0] <= MOST]
    exact = [Fraction(now) < before * (1 + Fraction(rate)) for now, before in every]
    assert [falls_short_of_growth(now, before, rate) for now, before in every] == exact
    frame = pl.DataFrame(every, {"now": pl.Int64, "before": pl.Int64}, orient="row")
    found = frame.select(falls_short_of_growth(pl.col("now"), pl.col("before"), rate)).to_series().to_list()
    assert found == exact


def test_fen_and_yuan_are_inverse_up_to_the_largest_amount() -> None:
    for amount in (Decimal("0.00"), Decimal("0.01"), Decimal("12300000.00"), LARGEST):
        assert yuan_of(fen_of(amount)) == amount
        assert str(yuan_of(fen_of(amount))) == str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("years", [1, 3, 100])
def test_anniversaries_are_the_same_alone_and_in_a_column(years: int) -> None:
    days = [date(2023, 12, 1) + timedelta(days=offset) for offset in range(900)]
    frame = pl.DataFrame({"signed_on": days})
    found = frame.select(ColumnFigures(SUBSIDY, {}).anniversary("signed_on", years)).to_series().to_list()
    assert found == [anniversary(day, years=years) for day in days]


@MANY
@given(one=FEN, other=FEN)
def test_the_lesser_and_the_greater_are_the_same_alone_and_in_a_column(one: int, other: int) -> None:
    figures, frame = ColumnFigures(SUBSIDY, {}), column([one])
    for name in ("minimum", "maximum"):
        alone, many = getattr(CaseFigures, name), getattr(figures, name)
        assert frame.select(many(pl.col("n"), other)).item() == alone(one, other)
        assert frame.select(many(other, pl.col("n"))).item() == alone(other, one)


def test_what_is_not_known_stays_unknown() -> None:
    figures = ColumnFigures(SUBSIDY, {})
    empty = pl.DataFrame({"n": [None]}, {"n": pl.Int64})
    assert empty.select(figures.minimum(pl.col("n"), 5)).item() is None
    assert empty.select(figures.maximum(0, pl.col("n"))).item() is None
