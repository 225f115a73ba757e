"""Files as people have them: titles and cells brought into the one spelling that is read, in whole columns.

The cells of a million rows are seldom odd: only the different odd spellings of a column are looked at one by one, by the
reader of all our tables.
"""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Final

import polars as pl

from domain.catalogue.facts import FactKind
from domain.catalogue.schema import Policy
from domain.spreadsheet.cells import number_text, read_day
from domain.spreadsheet.titles import ASIDE, InputColumn, Place, spelled, times_of
from simulation.files.columns import COMPLETE_AT, OPTIONAL, REQUIRED, fact_columns

_PLAIN_NUMBER: Final = r"^[0-9]+(\.[0-9]+)?$"
_PLAIN_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$"
_NUMBERS: Final = frozenset({FactKind.MONEY, FactKind.INTEGER, FactKind.YEAR})


def known_title(title: str, policy: Policy) -> tuple[str, Decimal]:
    """The name of a column and by what its numbers are multiplied: ``revenue（万元）`` → ``revenue``, 10,000.

    A title that is no column of ours stays as it is.
    """
    facts, plain = fact_columns(policy), spelled(title)
    if plain in facts or plain in (*REQUIRED, *OPTIONAL):
        return plain, Decimal(1)
    for name, fact in facts.items():
        column = InputColumn(title=name, names=frozenset({name}), is_money=fact.kind is FactKind.MONEY)
        if (times := times_of(column, plain)) is not None:
            return name, times
    return title, Decimal(1)


def known_titles(titles: Collection[str], policy: Policy) -> list[str]:
    """The names of the columns of a file, without those that people add for themselves."""
    return [known_title(title, policy)[0] for title in titles if spelled(title) not in ASIDE]


def in_our_spelling(batch: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The same rows, every column under its name, money in 元, numbers and days as they are read."""
    facts = fact_columns(policy)
    batch = batch.drop([title for title in batch.columns if spelled(title) in ASIDE])
    for title in batch.columns:
        name, times = known_title(title, policy)
        kind = facts[name].kind if name in facts else None
        cells = batch[title]
        if times != 1:
            cells = _replaced(cells.cast(pl.String, strict=False), "", Place(0, times))
        elif kind in _NUMBERS:
            cells = _replaced(cells, _PLAIN_NUMBER, number_text)
        elif kind is FactKind.DATE or name == COMPLETE_AT:
            cells = _replaced(cells, _PLAIN_DAY, _day)
        if name != title or cells is not batch[title]:
            batch = batch.with_columns(cells.alias(title)).rename({title: name})
    return batch


def _day(text: str) -> str:
    day = read_day(text)
    return day.isoformat() if day else text


def _replaced(cells: pl.Series, plain: str, spell: Callable[[str], str] | Place) -> pl.Series:
    """Each spelling that is not plain, in ours."""
    if cells.dtype != pl.String:
        return cells
    given = cells.drop_nulls()
    odd = (given.filter(~given.str.contains(plain)) if plain else given).unique()
    if odd.is_empty():
        return cells
    read = spell if not isinstance(spell, Place) else lambda text: number_text(spell.cell((text,)))
    spellings = pl.Series([read(text) for text in odd], dtype=pl.String)
    return cells.replace(odd, spellings)
