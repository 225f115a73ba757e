"""A table that somebody uploaded, or why it cannot be one."""

from adapters.files.spreadsheet_reading import DamagedTable, TooMuch, WrongKind
from adapters.files.table_apart import ReadersBusy, read_table_apart
from domain.errors import FileTooLarge, FileUnsupported, InvalidInput, OfficeBusy
from domain.spreadsheet.cells import Row


def uploaded_table(content: bytes, remedy: str) -> tuple[Row, ...]:
    """The rows of a file.

    Raises:
        FileUnsupported: it is neither XLSX nor CSV.
        FileTooLarge: it is larger than we take.
        InvalidInput: it cannot be read; ``remedy`` says what to send.
        OfficeBusy: too many others are read just now.
    """
    try:
        return read_table_apart(content)
    except WrongKind as wrong:
        raise FileUnsupported(str(wrong), remedy=remedy) from wrong
    except TooMuch as much:
        raise FileTooLarge(str(much), remedy=remedy) from much
    except ReadersBusy:
        raise OfficeBusy(
            "正在读取的表格文件过多，本次上传尚未处理。",
            why="同时读取的表格文件数量有上限；系统运行正常。",
            remedy="请稍候片刻，以同一 Idempotency-Key 重新上传。",
        ) from None
    except DamagedTable as broken:
        raise InvalidInput(str(broken), remedy=remedy) from broken
