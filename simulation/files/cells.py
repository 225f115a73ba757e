"""From cells to exact columns: 分, whole numbers, days. A cell that cannot be read becomes null, and is told apart later."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR
from typing import Final

import polars as pl

from domain.calculator.arithmetic import fen_of
from domain.calendar import SHANGHAI
from domain.catalogue.facts import LONGEST_TEXT, FactKind, FactSpec, integer_bounds

TRUE: Final = ("true", "True", "TRUE", "是")
FALSE: Final = ("false", "False", "FALSE", "否")

_MONEY: Final = r"^[0-9]{1,16}(\.[0-9]{1,2})?$"
_DECIMAL_MONEY: Final = r"^([0-9]{1,16}(?:\.[0-9]{1,2}|$))0*$"
_WHOLE: Final = r"^[0-9]{1,16}$"
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_CLOCK: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}"
_FRACTION: Final = r"\.[0-9]{1,6}"
_ZONE: Final = r"(Z|[+-][0-9]{2}:[0-9]{2})"
_LEAST_BEYOND: Final = 10**16
"""元; an amount of so much is beyond what whole 分 hold."""


def given(column: str, dtype: pl.DataType) -> pl.Expr:
    """Whether a cell holds anything."""
    cell = pl.col(column)
    return cell.is_not_null() & (cell.str.strip_chars() != "") if dtype == pl.String else cell.is_not_null()


def fen(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Money in whole 分; null for what is not an exact amount. Parquet may hold text, whole 元 or decimals."""
    if dtype == pl.String:
        cell = pl.when(cell.str.contains(_MONEY)).then(cell)
    elif isinstance(dtype, pl.Decimal):
        # By its digits: 38 of them leave no room to round or to multiply.
        cell = cell.cast(pl.String).str.extract(_DECIMAL_MONEY)
    elif dtype.is_integer():
        yuan = cell.cast(pl.Int64, strict=False)
        cell = pl.when(yuan.is_between(0, _LEAST_BEYOND - 1)).then(yuan)
    else:
        return pl.lit(None, pl.Int64)
    amount = (cell.cast(pl.Decimal(38, 2), strict=False) * 100).cast(pl.Int64, strict=False)
    return pl.when(amount < 10**18).then(amount)


def whole(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A whole number; null for what is none."""
    if dtype == pl.String:
        return pl.when(cell.str.contains(_WHOLE)).then(cell).cast(pl.Int64, strict=False)
    return cell.cast(pl.Int64, strict=False) if dtype.is_integer() else pl.lit(None, pl.Int64)


def day(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A day; null for what is none."""
    if dtype == pl.String:
        cell = pl.when(cell.str.contains(_DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False)
    elif dtype != pl.Date:
        return pl.lit(None, pl.Date)
    return pl.when(in_calendar(cell)).then(cell)


def in_calendar(cell: pl.Expr) -> pl.Expr:
    """Whether a day or an instant without zone lies in the years 1 to 9999: no other can be told as a date."""
    return cell.dt.year().is_between(MINYEAR, MAXYEAR)


def truth(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """True or false; null for what is neither."""
    if dtype == pl.Boolean:
        return cell
    if dtype != pl.String:
        return pl.lit(None, pl.Boolean)
    return pl.when(cell.is_in(TRUE)).then(True).when(cell.is_in(FALSE)).then(False)


def text(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Text; null for what is none."""
    return cell if dtype == pl.String else pl.lit(None, pl.String)


def instant(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """An instant as the clocks of Langfang show it; a bare day is its first moment, a time without zone is theirs.

    Null outside the years 1 to 9999, by those clocks.
    """
    if dtype == pl.Date:
        return day(cell, dtype).cast(pl.Datetime("us"))
    if isinstance(dtype, pl.Datetime):
        shown = _shanghai(cell) if dtype.time_zone else cell
    else:
        shown = _written_instant(cell, dtype)
    return pl.when(in_calendar(shown)).then(shown).cast(pl.Datetime("us"), strict=False)


def _written_instant(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype != pl.String:
        return pl.lit(None, pl.Datetime("us"))
    # Each form is asked for by itself: the general parser is ten times as slow as the plain one.
    plain = pl.when(cell.str.contains(_CLOCK + "$")).then(cell.str.replace(" ", "T", literal=True))
    fraction = pl.when(cell.str.contains(_CLOCK + _FRACTION + "$")).then(
        cell.str.replace(" ", "T", literal=True)
    )
    zoned = pl.when(cell.str.contains(_CLOCK + f"({_FRACTION})?" + _ZONE + "$")).then(
        cell.str.replace(" ", "T", literal=True)
    )
    return pl.coalesce(
        day(cell, dtype).cast(pl.Datetime("us")),
        plain.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us"),
        fraction.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", strict=False, time_unit="us"),
        _shanghai(zoned.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", strict=False, time_unit="us")),
    )


def _shanghai(cell: pl.Expr) -> pl.Expr:
    return cell.dt.convert_time_zone(str(SHANGHAI)).dt.replace_time_zone(None)


def read_fact(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:
    """The exact value of a fact within its bounds, or null. Lists are read by `simulation.files.lists`."""
    return _READERS[spec.kind](spec, dtype, on)


def _money(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:  # noqa: ARG001 - one signature for all kinds
    amount = fen(pl.col(spec.name), dtype)
    least = 0 if spec.minimum is None else fen_of(spec.minimum)
    most = 10**18 if spec.maximum is None else fen_of(spec.maximum)
    return pl.when(amount.is_between(least, most)).then(amount)


def _integer(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:
    number, (low, high) = whole(pl.col(spec.name), dtype), integer_bounds(spec)
    fits = number.is_between(low, high)
    if spec.kind is FactKind.YEAR and (spec.not_in_future or spec.must_be_over):
        fits &= (pl.date(number, 12, 31) < on) if spec.must_be_over else (number <= on.dt.year())
    return pl.when(fits).then(number)


def _date(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:
    found = day(pl.col(spec.name), dtype)
    return pl.when(found <= on).then(found) if spec.not_in_future else found


def _choice(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:  # noqa: ARG001
    return text(pl.col(spec.name), dtype).cast(pl.Enum(list(spec.choices)), strict=False)


def _boolean(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:  # noqa: ARG001
    return truth(pl.col(spec.name), dtype)


def _words(spec: FactSpec, dtype: pl.DataType, on: pl.Expr) -> pl.Expr:  # noqa: ARG001
    """Of words only that they are there: no rule reads them."""
    words = text(pl.col(spec.name), dtype)
    return pl.when((words.str.strip_chars() != "") & (words.str.len_chars() <= LONGEST_TEXT)).then(True)


_READERS: dict[FactKind, Callable[[FactSpec, pl.DataType, pl.Expr], pl.Expr]] = {
    FactKind.MONEY: _money,
    FactKind.INTEGER: _integer,
    FactKind.YEAR: _integer,
    FactKind.DATE: _date,
    FactKind.BOOLEAN: _boolean,
    FactKind.CHOICE: _choice,
    FactKind.TEXT: _words,
}
