"""A table that somebody uploaded, or why it cannot be one."""

from starlette.exceptions import HTTPException

from adapters.files.spreadsheet_reading import Broken, TooMuch, WrongKind, read_table
from domain.errors import InvalidInput
from domain.payment_list.table import Row


def uploaded_table(content: bytes, remedy: str) -> tuple[Row, ...]:
    """The rows of a file.

    Raises:
        HTTPException: 415, it is neither XLSX nor CSV; 413, it is larger than we take.
        InvalidInput: it cannot be read; ``remedy`` says what to send.
    """
    try:
        return read_table(content)
    except WrongKind as wrong:
        raise HTTPException(415, str(wrong)) from wrong
    except TooMuch as much:
        raise HTTPException(413, str(much)) from much
    except Broken as broken:
        raise InvalidInput(str(broken), remedy=remedy) from broken
