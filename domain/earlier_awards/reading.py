"""What a list of earlier awards says, row by row, in words; nothing is judged yet."""

from collections.abc import Mapping, Sequence
from typing import Final

from domain.catalogue.schema import SubsidyType
from domain.earlier_awards.columns import UNIT, AwardColumn, columns_of
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.spreadsheet.cells import Row, number_text, plain_text
from domain.spreadsheet.titles import Place, cells_of, head_of, places_of, rows_below, title_faults

MOST_ROWS: Final = 500
NUMBERS: Final = frozenset({"year", "amount"})


class AwardLine(Frozen):
    """One row, each cell in words.

    Attributes:
        row: its place in the file, as a spreadsheet program shows it; of an entry in JSON, from 1.
        place: how the path of an error begins: ``rows[4]``, ``items[0]``.
        titles: field → title of its column; empty for an entry in JSON.
    """

    row: int
    place: str
    unit: str = ""
    unit_name: str = ""
    award_base_key: str = ""
    year: str = ""
    amount: str = ""
    granted_on: str = ""
    document_number: str = ""
    note: str = ""
    titles: Mapping[str, str] = {}
    faults: tuple[FieldError, ...] = ()

    def path_of(self, field: str) -> str:
        """The cell of a field."""
        return f"{self.place}.{self.titles.get(field, field)}"


def read_lines(table: Sequence[Row], subsidy: SubsidyType) -> tuple[tuple[AwardLine, ...], list[FieldError]]:
    """The rows of a file, or what is wrong with it as a whole."""
    columns = columns_of(subsidy)
    head = head_of(table, UNIT)
    if head is None:
        message = f"没有找到列标题行（须含“{UNIT}”等列）；请使用下载的模板，CSV 须以逗号分隔"
        return (), [FieldError(path="rows[1]", message=message)]
    faults = title_faults(columns, table[head], head + 1, "模板")
    if faults:
        return (), faults
    places = places_of(columns, table[head])
    lines = tuple(_line(at, row, columns, places) for at, row in rows_below(columns, table, head))
    return lines, count_faults(len(lines))


def count_faults(count: int) -> list[FieldError]:
    """What is wrong with the number of rows."""
    if 0 < count <= MOST_ROWS:
        return []
    few = "没有任何一行" if not count else f"一份清单至多 {MOST_ROWS} 行，实有 {count} 行，请分次提交"
    return [FieldError(path="rows", message=few)]


def _line(number: int, row: Row, columns: Sequence[AwardColumn], places: Mapping[str, Place]) -> AwardLine:
    cells, faults = cells_of(number, row, columns, places)
    said = {
        column.field: number_text(cell) if column.field in NUMBERS else plain_text(cell)
        for column, cell in cells
    }
    titles = {column.field: column.title for column in columns}
    return AwardLine(row=number, place=f"rows[{number}]", **said, titles=titles, faults=faults)
