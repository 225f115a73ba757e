"""Any table that people have, as the CSV in UTF-8 that is read batch by batch."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from adapters.files.spreadsheet_reading import TooMuch, read_table
from domain.spreadsheet.cells import plain_text

MOST_WORKBOOK: Final = 16 * 1024 * 1024
_BLOCK: Final = 1024 * 1024


def from_workbook(path: Path) -> Path:
    """A small XLSX workbook as CSV, by the reader of all our tables; whoever asks removes the file.

    Raises:
        UnreadableTable: it cannot be one, holds too much, or hides something.
    """
    if path.stat().st_size > MOST_WORKBOOK:
        raise TooMuch("工作簿过大，请另存为“CSV UTF-8（逗号分隔）”后再提交。")
    rows = read_table(path.read_bytes())
    width = max(map(len, rows), default=0)
    lines = ([plain_text(cell).replace("\n", " ") for cell in row] for row in rows)
    with _kept_file() as kept:
        csv.writer(kept).writerows([*line, *[""] * (width - len(line))] for line in lines)
    return Path(kept.name)


def from_gb18030(path: Path) -> Path:
    """A CSV in GB18030, as Excel in Chinese saves it, in UTF-8; whoever asks removes the file.

    Raises:
        UnicodeDecodeError: it is in no encoding that we know.
    """
    with path.open(encoding="gb18030", newline="") as file, _kept_file() as kept:
        while block := file.read(_BLOCK):
            kept.write(block)
    return Path(kept.name)


@contextmanager
def _kept_file() -> Iterator[IO[str]]:
    """A file that stays, unless writing it fails."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv", delete=False) as kept:
        try:
            yield kept
        except BaseException:
            Path(kept.name).unlink()
            raise
