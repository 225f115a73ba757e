"""A table that somebody uploaded, or why it cannot be one."""

from adapters.files.spreadsheet_reading import DamagedTable, TooMuch, WrongKind, read_table
from domain.errors import FileTooLarge, FileUnsupported, InvalidInput
from domain.payment_list.table import Row


def uploaded_table(content: bytes, remedy: str) -> tuple[Row, ...]:
    """The rows of a file.

    Raises:
        FileUnsupported: it is neither XLSX nor CSV.
        FileTooLarge: it is larger than we take.
        InvalidInput: it cannot be read; ``remedy`` says what to send.
    """
    try:
        return read_table(content)
    except WrongKind as wrong:
        raise FileUnsupported(str(wrong), remedy=remedy) from wrong
    except TooMuch as much:
        raise FileTooLarge(str(much), remedy=remedy) from much
    except DamagedTable as broken:
        raise InvalidInput(str(broken), remedy=remedy) from broken
