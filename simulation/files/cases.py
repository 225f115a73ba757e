"""A file of cases as exact columns, one frame a type: read whole, or refused with every wrong row and field."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from domain.catalogue.schema import Policy
from domain.departments import LOCALITIES
from domain.errors import FieldError
from domain.normal_form import normal_form
from simulation.files.cells import given, instant, text, whole
from simulation.files.columns import (
    CASE_NUMBER,
    CODE,
    COMPLETE_AT,
    KEY,
    LOCALITY,
    OPTIONAL,
    REQUIRED,
    ROW,
    SCORE,
    UNIT,
    fact_columns,
    header_errors,
)
from simulation.files.outside_calendar import in_words
from simulation.files.repeated import repeated_cases
from simulation.files.source import Source, refuse
from simulation.files.spellings import in_our_spelling, known_titles
from simulation.files.typed_rows import STRAY, TypeReader

SHOWN_ERRORS = 100
LONGEST_WORD = 200
"""Characters; counted as four bytes each."""
HIGHEST_SCORE = 10_000

Progress = Callable[[int], None]
"""Told how many rows were done since it was told last."""


@dataclass(frozen=True)
class Cases:
    """All cases of a file.

    Attributes:
        frames: code → its cases: row, case number, unit, key, locality, instant, score, and the facts of the type.
        count: how many rows.
    """

    frames: dict[str, pl.DataFrame]
    count: int


def read_cases(source: Source, policy: Policy, progress: Progress) -> Cases:
    """Read a file whole.

    Raises:
        InvalidInput: Something is wrong with it; the fields name row and column, and nothing is taken.
    """
    wrong = header_errors(known_titles(source.columns, policy), policy)
    if wrong:
        raise refuse(f"表头有 {len(wrong)} 处需要更正，未读入任何一行。", *wrong)
    readers = {code: TypeReader(subsidy, policy) for code, subsidy in policy.types.items()}
    errors = _Errors()
    count = 0
    for batch in source.batches():
        filled = batch.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
        _read_batch(filled, policy, readers, errors)
        count += filled.height
        progress(batch.height)
    frames = {code: reader.frame() for code, reader in readers.items() if reader.frames}
    errors.add(repeated_cases(frames, policy))
    errors.raise_if_any()
    if not count:
        raise refuse("文件只有表头，没有案件。")
    return Cases(frames, count)


class _Errors:
    """The first errors in words, and how many rows are wrong in all."""

    def __init__(self) -> None:
        self.shown: list[FieldError] = []
        self.count = 0

    @property
    def room(self) -> int:
        return max(0, SHOWN_ERRORS - len(self.shown))

    def add(self, errors: list[FieldError], count: int | None = None) -> None:
        self.shown += errors[: self.room]
        self.count += len(errors) if count is None else count

    def raise_if_any(self) -> None:
        if self.count:
            more = f"，以下列出前 {len(self.shown)} 处" if self.count > len(self.shown) else ""
            raise refuse(f"文件有 {self.count} 处需要更正{more}；未读入任何一行。", *self.shown)


def row_error(row: int, column: str, message: str) -> FieldError:
    """One wrong cell, its path written `rows[5].unit`."""
    return FieldError(path=f"rows[{row}].{column}", message=f"第 {row} 行：{message}")


def _read_batch(batch: pl.DataFrame, policy: Policy, readers: dict[str, TypeReader], errors: _Errors) -> None:
    plain = _with_all_columns(in_our_spelling(in_words(batch), policy), policy)
    core = _read_core(plain, policy)
    bad = core.select(pl.any_horizontal(pl.col("^bad_.*$"))).to_series()
    if bad.any():
        _tell_core(core.filter(bad), plain, errors)
        core = core.filter(~bad)
    for code in core[CODE].unique().sort().to_list():
        reader = readers[code]
        rows = core.lazy().filter(pl.col(CODE) == code).select(*reader.columns, STRAY).collect()
        unread = reader.take(rows)
        if unread:
            whole = core.filter(pl.col(ROW).is_in(unread)).head(errors.room)
            found = [
                row_error(*wrong) for row in whole.iter_rows(named=True) for wrong in reader.in_words(row)
            ]
            errors.add(found, max(len(unread), len(found)))


def _stray(batch: pl.DataFrame, policy: Policy) -> pl.Expr:
    """Whether a row holds facts of other types than its own."""
    owners: dict[str, list[str]] = {}
    for code, subsidy in policy.types.items():
        for fact in subsidy.facts:
            owners.setdefault(fact.name, []).append(code)
    found = [
        given(name, batch.schema[name]) & ~pl.col(CODE).is_in(codes)
        for name, codes in owners.items()
        if batch[name].null_count() < batch.height
    ]
    return pl.any_horizontal(found) if found else pl.lit(value=False)


def _with_all_columns(batch: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Every known column, as plain text where the file keeps categories."""
    known = [*REQUIRED, *OPTIONAL, *fact_columns(policy)]
    categories = pl.col(pl.Categorical, pl.Enum).cast(pl.String)
    if any(isinstance(dtype, (pl.Categorical, pl.Enum)) for dtype in batch.dtypes):
        batch = batch.with_columns(categories)
    return batch.with_columns(pl.lit(None).alias(name) for name in known if name not in batch.columns)


def _read_core(batch: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The columns that every type has, read, and beside each whether it is bad."""
    kinds = batch.schema
    words = {
        name: _words(name, kinds[name]).str.strip_chars() for name in (CASE_NUMBER, UNIT, CODE, LOCALITY, KEY)
    }
    score = whole(pl.col(SCORE), kinds[SCORE])
    read = batch.with_columns(
        (pl.col(SCORE).is_not_null() & ~score.is_between(0, HIGHEST_SCORE).fill_null(value=False)).alias(
            f"bad_{SCORE}"
        ),
        **{
            **words,
            CODE: words[CODE].cast(pl.Enum(list(policy.types)), strict=False),
            LOCALITY: words[LOCALITY].cast(pl.Enum(list(LOCALITIES)), strict=False),
            COMPLETE_AT: instant(pl.col(COMPLETE_AT), kinds[COMPLETE_AT]),
            SCORE: score.fill_null(0).cast(pl.Int32, strict=False),
        },
    )
    return read.with_columns(
        **{f"bad_{name}": ~_is_short(name, least=1) for name in (CASE_NUMBER, UNIT)},
        **{f"bad_{name}": pl.col(name).is_null() for name in (CODE, LOCALITY, COMPLETE_AT)},
        **{f"bad_{KEY}": ~_is_short(KEY, least=0)},
        **{KEY: pl.col(KEY).map_batches(_in_normal_form, return_dtype=pl.String)},
        **{STRAY: _stray(batch, policy).fill_null(value=True)},
    )


def _words(name: str, dtype: pl.DataType) -> pl.Expr:
    """Text, or a number that stands for it: Parquet may hold row ids and locality codes so."""
    return pl.col(name).cast(pl.String) if dtype.is_integer() else text(pl.col(name), dtype)


def _in_normal_form(keys: pl.Series) -> pl.Series:
    """Keys of projects as they are compared."""
    spellings = keys.drop_nulls().unique()
    return keys.replace_strict(
        spellings,
        pl.Series(map(normal_form, spellings), dtype=pl.String),
        return_dtype=pl.String,
        default=None,
    )


def _is_short(name: str, *, least: int) -> pl.Expr:
    return pl.col(name).fill_null("").str.len_bytes().is_between(least, 4 * LONGEST_WORD)


_CORE_WORDS = {
    CASE_NUMBER: f"须填写案件编号或行号（至多 {LONGEST_WORD} 字）",
    UNIT: f"须填写申请单位（至多 {LONGEST_WORD} 字）",
    CODE: "没有这一事项代码",
    LOCALITY: "没有这一属地代码，须为下列之一：" + "、".join(LOCALITIES),
    COMPLETE_AT: "须为日期或时刻，例如 2026-03-01 或 2026-03-01T09:30:00+08:00",
    KEY: f"至多 {LONGEST_WORD} 字",
    SCORE: f"须为 0 至 {HIGHEST_SCORE} 的整数",
}


def _tell_core(rows: pl.DataFrame, given: pl.DataFrame, errors: _Errors) -> None:
    for name, words in _CORE_WORDS.items():
        wrong = rows.filter(pl.col(f"bad_{name}"))
        shown = wrong.head(errors.room).select(ROW).join(given.select(ROW, name), on=ROW, how="left")
        found = [
            row_error(row, name, words if cell is None else f"{words}（现为“{str(cell)[:40]}”）")
            for row, cell in shown.iter_rows()
        ]
        errors.add(found, wrong.height)
