"""Reading a table that somebody sent: in a process of its own, within bounds of time and memory, and only so many at once.

A workbook of a few kilobytes may cost seconds (``spreadsheet_reading`` bounds rows and cells), and its reader is written by others. The
process gets the content alone: no settings, no secrets, and it may write no file.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from adapters.files.spreadsheet_reading import DamagedTable, TooMuch, UnreadableTable, WrongKind, read_table
from domain.spreadsheet.cells import Cell, Row, Unreadable

MOST_MEMORY: Final = 1024 * 1024 * 1024
MOST_SECONDS: Final = 10
"""Of computing; the largest table that is taken needs about three."""
MOST_WAITED: Final = 40
"""Seconds until it is ended, however little it computes."""
AT_ONCE: Final = 2
WAITING: Final = 2
"""Behind those that are read; each holds a thread, of which the API has five or more for whatever blocks."""

TOO_COSTLY: Final = "表格内容过于复杂，未能在限定的时间和内存内读取。"

_let_in = BoundedSemaphore(AT_ONCE + WAITING)
_reading = BoundedSemaphore(AT_ONCE)
_ROOT: Final = Path(__file__).resolve().parents[2]
_KINDS: Final = {kind.__name__: kind for kind in (WrongKind, TooMuch, DamagedTable)}


class ReadersBusy(Exception):
    """As many tables wait as may."""


def read_table_apart(content: bytes) -> tuple[Row, ...]:
    """What ``read_table`` answers. Blocks while others are read.

    Raises:
        UnreadableTable: as it says, or the file costs more time or memory than we give.
        ReadersBusy: as many others wait as may.
    """
    if not _let_in.acquire(blocking=False):
        raise ReadersBusy
    try:
        with _reading:
            return _told(_ask(content))
    finally:
        _let_in.release()


def _ask(content: bytes) -> bytes:
    reading = [sys.executable, "-m", "adapters.files.table_apart", str(MOST_MEMORY), str(MOST_SECONDS)]
    alone = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            reading, input=content, capture_output=True, timeout=MOST_WAITED, check=False, env=alone, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise TooMuch(TOO_COSTLY) from None
    if done.returncode != 0:
        raise TooMuch(TOO_COSTLY)
    return done.stdout


def _told(answer: bytes) -> tuple[Row, ...]:
    told = json.loads(answer)
    if isinstance(told, dict):
        raise _KINDS[told["kind"]](told["words"])
    return tuple(tuple(_cell_of(cell) for cell in row) for row in told)


_FROM_TEXT: Final[Mapping[str, Callable[[str], Cell]]] = {
    "money": Decimal,
    "day": date.fromisoformat,
    "unreadable": lambda why: Unreadable(why=why),
}


def _cell_of(told: Any) -> Cell:
    if told is None or isinstance(told, str):
        return told
    ((kind, text),) = told.items()
    return _FROM_TEXT[kind](text)


def _telling(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"money": str(cell)}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return {"unreadable": cell.why} if isinstance(cell, Unreadable) else cell


def _answer(content: bytes) -> Any:
    try:
        rows: Sequence[Row] = read_table(content)
    except UnreadableTable as unfit:
        return {"kind": type(unfit).__name__, "words": str(unfit)}
    except MemoryError:
        return {"kind": TooMuch.__name__, "words": TOO_COSTLY}
    return [[_telling(cell) for cell in row] for row in rows]


if __name__ == "__main__":
    memory, seconds = (int(limit) for limit in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))
