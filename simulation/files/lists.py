"""List facts (安全性测试): JSON text in a cell, read as columns where it is written plainly, else entry by entry."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from domain.calculator.arithmetic import fen_of
from domain.catalogue.facts import LONGEST_LIST, FactKind, FactSpec
from domain.money import wire_text
from domain.normal_form import normal_form

_PLAIN = {
    FactKind.MONEY: r'"[0-9]{1,16}(?:\.[0-9]{1,2})?"',
    FactKind.BOOLEAN: r"(?:true|false)",
    FactKind.DATE: r'"[0-9]{4}-[0-9]{2}-[0-9]{2}"',
    FactKind.TEXT: r'"[^"\\\s][^"\\\x00-\x1f]{0,199}"',
}


def is_plain(spec: FactSpec, column: str) -> pl.Expr:
    """Whether the text is a list of entries with exactly the fields in their order, each within its bounds of form."""
    fields = ", ?".join(f'"{item.name}": ?{_pattern(item)}' for item in spec.items)
    return pl.col(column).str.contains(rf"^\[\{{{fields}\}}(?:, ?\{{{fields}\}})*\]$")


def _pattern(item: FactSpec) -> str:
    if item.kind is FactKind.CHOICE:
        return '"(?:' + "|".join(map(re.escape, item.choices)) + ')"'
    return _PLAIN.get(item.kind, r"\z.")  # other kinds are read entry by entry


def plain_text(entries: list[dict[str, Any]]) -> str:
    """Entries, exact and typed, as the plain text that `read_list` takes."""
    return json.dumps(
        [{name: _json_value(value) for name, value in entry.items()} for entry in entries],
        ensure_ascii=False,
    )


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return wire_text(value)
    return value.isoformat() if isinstance(value, date) else value


def read_list(spec: FactSpec, column: str, on: pl.Expr) -> pl.Expr:
    """Plain text → a list of entries, money in 分; null where it is too long or something is out of bounds.

    Args:
        spec: of the list.
        column: where it stands.
        on: the day after which nothing can have happened.
    """
    written = pl.Struct({item.name: _WRITTEN.get(item.kind, pl.String) for item in spec.items})
    fields = [_field(item).alias(item.name) for item in spec.items]
    found = pl.col(column).str.json_decode(pl.List(written)).list.eval(pl.struct(fields))
    fits = found.list.len() <= LONGEST_LIST
    for item in spec.items:
        values = found.list.eval(pl.element().struct.field(item.name))
        fits &= ~values.list.eval(pl.element().is_null()).list.any()
        if item.kind is FactKind.MONEY:
            least = fen_of(item.minimum) if item.minimum is not None else 0
            most = fen_of(item.maximum) if item.maximum is not None else 10**18 - 1
            fits &= (values.list.min() >= least) & (values.list.max() <= most)
        elif item.not_in_future:
            fits &= values.list.max() <= on
    if spec.unique:
        keys = found.list.eval(pl.concat_list(*(pl.element().struct.field(name) for name in spec.unique)))
        fits &= keys.map_elements(_are_different, return_dtype=pl.Boolean)
    return pl.when(fits).then(found)


_WRITTEN: dict[FactKind, Any] = {FactKind.BOOLEAN: pl.Boolean}


def _field(item: FactSpec) -> pl.Expr:
    cell = pl.element().struct.field(item.name)
    if item.kind is FactKind.MONEY:
        return (cell.cast(pl.Decimal(38, 2)) * 100).cast(pl.Int64)
    return cell.str.to_date("%Y-%m-%d", strict=False) if item.kind is FactKind.DATE else cell


def _are_different(keys: pl.Series) -> bool:
    told = [tuple(map(normal_form, key)) for key in keys.to_list()]
    return len(set(told)) == len(told) and all(map(all, told))
