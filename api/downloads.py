"""How files of a case and tables leave: downloaded, never shown in place, never kept on the way."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import Query, Response

from adapters.files.spreadsheet import write_csv, write_xlsx
from domain.spreadsheet.cells import Row

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV: Final = "text/csv"

TableFormat = Annotated[Literal["xlsx", "csv"], Query(alias="format")]
TABLE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {_XLSX: {}, _CSV: {}}}}
"""What OpenAPI says of a route that answers with a table."""


def download_headers(name: str) -> dict[str, str]:
    """The headers of a download under a name."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def table_file(
    kind: TableFormat, name: str, rows: Sequence[Row], *, sheet: str, widths: Iterable[int], titles_at: int
) -> Response:
    """A table as the file that was asked for.

    Args:
        kind: of the file.
        name: of the file, without its suffix.
        rows: of cells.
        sheet: name of the only sheet of a workbook.
        widths: of its columns, in characters.
        titles_at: the row of the column titles, counted from 1.
    """
    headers = download_headers(f"{name}.{kind}")
    if kind == "csv":
        return Response(write_csv(rows), media_type=f"{_CSV}; charset=utf-8", headers=headers)
    content = write_xlsx(rows, name=sheet, widths=widths, titles_at=titles_at)
    return Response(content, media_type=_XLSX, headers=headers)
