"""Typed days and instants of Parquet that no calendar shows: told as words, so that their rows are refused like any other."""

from datetime import UTC, date, datetime
from typing import Final

import polars as pl

from domain.calendar import SHANGHAI

BEYOND: Final = "超出公元 1 年至 9999 年"
"""Stands in the place of such a cell."""

_DAY_ZERO: Final = date(1970, 1, 1).toordinal()
_DAY_SECONDS: Final = 86_400
_FIRST: Final = int(datetime.min.replace(tzinfo=UTC).timestamp())
_BEHIND: Final = (date.max.toordinal() - _DAY_ZERO + 1) * _DAY_SECONDS
_TICKS: Final = {"ms": 10**3, "us": 10**6, "ns": 10**9}
_INT64: Final = 2**63 - 1


def in_words(batch: pl.DataFrame) -> pl.DataFrame:
    """Columns with a day or instant outside the years 1 to 9999, or with spans of time, as text; others untouched.

    Args:
        batch: rows as they stand in the file.
    """
    temporal = [name for name, dtype in batch.schema.items() if dtype.is_temporal() and dtype != pl.Time]
    outside = [name for name in temporal if not _inside(batch[name]).fill_null(value=True).all()]
    return batch.with_columns(_told(batch[name]) for name in outside)


def _inside(column: pl.Series) -> pl.Series:
    """Which cells a calendar shows; a zone may move an instant over the edge, so those keep a day away from it."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        margin, ticks = (_DAY_SECONDS if kind.time_zone else 0), _TICKS[kind.time_unit]
        first, behind = (_FIRST + margin) * ticks, (_BEHIND - margin) * ticks
        return column.to_physical().is_between(max(first, -_INT64), min(behind - 1, _INT64))
    if kind == pl.Date:
        return column.to_physical().is_between(_FIRST // _DAY_SECONDS, _BEHIND // _DAY_SECONDS - 1)
    return column.is_null()


def _told(column: pl.Series) -> pl.Series:
    inside, kind = _inside(column), column.dtype
    words = pl.Series(column.name, [BEYOND], pl.String).new_from_index(0, len(column))
    if isinstance(kind, pl.Duration):
        return words.set(column.is_null(), None)
    shown = column.set(~inside.fill_null(value=True), None)
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        shown = shown.dt.convert_time_zone(str(SHANGHAI)).dt.replace_time_zone(None)
    return shown.dt.to_string("iso:strict").zip_with(inside.fill_null(value=True), words)
