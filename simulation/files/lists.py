"""List facts (安全性测试): JSON text in a cell, read as columns where it is written plainly, else entry by entry."""

import json
import re
from decimal import Decimal
from typing import Any

import polars as pl

from domain.calculator.arithmetic import fen_of
from domain.catalogue.facts import LONGEST_LIST, FactKind, FactSpec
from domain.money import wire_text

_PLAIN = {
    FactKind.MONEY: r'"[0-9]{1,16}(?:\.[0-9]{1,2})?"',
    FactKind.BOOLEAN: r"(?:true|false)",
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
        [
            {name: wire_text(value) if isinstance(value, Decimal) else value for name, value in entry.items()}
            for entry in entries
        ]
    )


def read_list(spec: FactSpec, column: str) -> pl.Expr:
    """Plain text → a list of entries, money in 分; null where it is too long or a sum is out of bounds."""
    money = [item for item in spec.items if item.kind is FactKind.MONEY]
    flags = [item for item in spec.items if item.kind is FactKind.BOOLEAN]
    written = pl.Struct({item.name: pl.String for item in money} | {item.name: pl.Boolean for item in flags})
    entry = pl.element().struct
    fields = [
        (entry.field(item.name).cast(pl.Decimal(38, 2)) * 100).cast(pl.Int64).alias(item.name)
        for item in money
    ]
    fields += [entry.field(item.name) for item in flags]
    found = pl.col(column).str.json_decode(pl.List(written)).list.eval(pl.struct(fields))
    fits = found.list.len() <= LONGEST_LIST
    for item in money:
        least = fen_of(item.minimum) if item.minimum is not None else 0
        most = fen_of(item.maximum) if item.maximum is not None else 10**18 - 1
        values = found.list.eval(pl.element().struct.field(item.name))
        fits &= (values.list.min() >= least) & (values.list.max() <= most)
    return pl.when(fits).then(found)
