"""What a list says: its titles found, each cell read by the kind of its column; nothing is judged by the law yet."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, JsonValue

from domain.catalogue.facts import FactKind, FactSpec
from domain.catalogue.schema import SubsidyType
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.invitation.columns import LIST_ENTRIES, LIST_FIELDS, UNIT, ListColumn, columns_of
from domain.spreadsheet.cells import Cell, Row, number_text, plain_text, read_day
from domain.spreadsheet.titles import Place, cells_of, head_of, places_of, rows_below, spelled, title_faults
from domain.words import dotted

MOST_ROWS: Final = 500
_WHOLE: Final = re.compile(r"\d{1,18}", re.ASCII)
_TRUTHS: Final = {"是": True, "true": True, "有": True, "否": False, "false": False, "无": False}


class ListRow(Frozen):
    """One row: what it says of a unit, its figures as JSON, and the cells that say nothing.

    Attributes:
        row: its place in the file, counted from 1, as a spreadsheet program shows it; of an entry in JSON, from 1 too.
        place: how the path of an error begins: ``rows[4]``, ``items[0]``.
        titles: field → title of its column; empty for an entry in JSON.
    """

    row: int
    place: str
    unit: str = ""
    unit_name: Annotated[str, AfterValidator(dotted)] = ""
    locality: str = ""
    contact_email: str = ""
    award_base_key: str = ""
    facts: dict[str, JsonValue] = {}
    titles: dict[str, str] = {}
    faults: tuple[FieldError, ...] = ()

    def path_of(self, field: str) -> str:
        """The cell of a field: ``facts.revenue`` → ``rows[4].本年主营业务收入(元)``, in JSON ``items[0].facts.revenue``."""
        if not self.titles:
            return f"{self.place}.{field}"
        name, rest = re.fullmatch(r"(\w+)(.*)", field.removeprefix("facts."), re.DOTALL).groups()  # type: ignore[union-attr]
        return f"{self.place}.{self.titles.get(name, name)}{rest}"


class ListTable(Frozen):
    """A file: its rows, or what is wrong with it as a whole."""

    rows: tuple[ListRow, ...] = ()
    faults: tuple[FieldError, ...] = ()


def read_list(table: Sequence[Row], subsidy: SubsidyType) -> ListTable:
    """Read a file whole."""
    columns = columns_of(subsidy)
    head = head_of(table, UNIT)
    if head is None:
        message = f"没有找到列标题行（须含“{UNIT}”等列）；请使用下载的模板，CSV 须以逗号分隔"
        return ListTable(faults=(FieldError(path="rows[1]", message=message),))
    faults = title_faults(columns, table[head], head + 1, "名单")
    if faults:
        return ListTable(faults=tuple(faults))
    places = places_of(columns, table[head])
    rows = [_read_row(at, row, columns, places) for at, row in rows_below(columns, table, head)]
    return ListTable(rows=tuple(rows))


def count_fault(count: int) -> FieldError | None:
    """What is wrong with the number of rows."""
    if not count:
        return FieldError(path="rows", message="名单中没有任何单位")
    if count > MOST_ROWS:
        return FieldError(path="rows", message=f"一份名单至多 {MOST_ROWS} 行，实有 {count} 行，请分次提交")
    return None


def _read_row(number: int, row: Row, columns: Sequence[ListColumn], places: dict[str, Place]) -> ListRow:
    cells, faults = cells_of(number, row, columns, places)
    about = {column.field: plain_text(cell) for column, cell in cells if column.fact is None}
    facts = {
        column.fact.name: read_cell(column.fact, cell)
        for column, cell in cells
        if column.fact is not None and plain_text(cell)
    }
    titles = {column.field: column.title for column in columns}
    return ListRow(row=number, place=f"rows[{number}]", **about, facts=facts, titles=titles, faults=faults)


def read_cell(fact: FactSpec, cell: Cell) -> JsonValue:
    """A cell as JSON has the fact. What cannot be read stays as it is written, and validation names it."""
    if fact.kind is FactKind.LIST:
        return _entries(fact, plain_text(cell))
    return _READERS[fact.kind](fact, cell)


def _entries(fact: FactSpec, text: str) -> JsonValue:
    """``服务器|480000.00|是;数据库|620000.00|是``, with full-width signs too."""
    plain = unicodedata.normalize("NFKC", text).replace("\n", LIST_ENTRIES)
    entries: list[JsonValue] = []
    for entry in filter(None, (part.strip() for part in plain.split(LIST_ENTRIES))):
        words = [word.strip() for word in entry.split(LIST_FIELDS)]
        if len(words) != len(fact.items):
            entries.append(entry)  # no set of fields: validation says so
            continue
        told = zip(fact.items, words, strict=True)
        entries.append({item.name: _READERS[item.kind](item, word) for item, word in told if word})
    return entries


def _money(_: FactSpec, cell: Cell) -> JsonValue:
    return number_text(cell)


def _integer(_: FactSpec, cell: Cell) -> JsonValue:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else f"{cell:f}"
    text = number_text(cell)
    return int(text) if _WHOLE.fullmatch(text) else text


def _day(_: FactSpec, cell: Cell) -> JsonValue:
    day = read_day(cell)
    return day.isoformat() if day else plain_text(cell)


def _truth(_: FactSpec, cell: Cell) -> JsonValue:
    text = plain_text(cell)
    return _TRUTHS.get(text.lower(), text)


def _choice(fact: FactSpec, cell: Cell) -> JsonValue:
    text = plain_text(cell)
    codes = {spelled(label): code for code, label in fact.choices.items()}
    return codes.get(spelled(text), text)


def _text(_: FactSpec, cell: Cell) -> JsonValue:
    return plain_text(cell)


_READERS: Final[dict[FactKind, Callable[[FactSpec, Cell], JsonValue]]] = {
    FactKind.MONEY: _money,
    FactKind.INTEGER: _integer,
    FactKind.YEAR: _integer,
    FactKind.DATE: _day,
    FactKind.BOOLEAN: _truth,
    FactKind.CHOICE: _choice,
    FactKind.TEXT: _text,
}
