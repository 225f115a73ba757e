"""Opening a file of cases: what kind it is, its encoding, its header; then batch by batch."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from weakref import finalize

import polars as pl

from adapters.files.spreadsheet_reading import TooMuch, UnreadableTable, WrongKind
from domain.errors import FieldError, FileTooLarge, FileUnsupported, InvalidInput
from simulation.files.columns import ROW
from simulation.files.plain_csv import from_gb18030, from_workbook

BATCH_ROWS: Final = 100_000
_BLOCK: Final = 8 * 1024 * 1024
_AS_CSV: Final = "请另存为“CSV UTF-8（逗号分隔）”后再提交。"
_EXAMPLE: Final = "列的说明见 python -m simulation --help，示例见 simulation/example.csv。"


class Source:
    """A CSV, XLSX or Parquet file of cases.

    Args:
        path: the file; its content decides what it is, not its name.

    Raises:
        FileUnsupported: It is another kind of file, or runs by itself.
        FileTooLarge: A workbook holds more than we take.
        InvalidInput: It is empty, damaged, hides something, or in an unknown encoding.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            head = file.read(8)
        self.is_parquet = head.startswith(b"PAR1")
        if self.is_parquet:
            self.columns = _parquet_columns(path)
            return
        _refuse_other_kinds(head)
        made = _in_utf8(path, head)
        if made is not None:
            finalize(self, made.unlink)  # it goes with the source
            self.path = path = made
        self.columns = _csv_header(path)
        _refuse_broken_lines(path, len(self.columns))

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows, some at a time, in the order of the file; ``row`` is the line as a spreadsheet counts it."""
        frame = pl.scan_parquet(self.path) if self.is_parquet else pl.scan_csv(self.path, infer_schema=False)
        first = 2
        try:
            for batch in frame.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True):
                yield batch.with_row_index(ROW, offset=first)
                first += batch.height
        except (pl.exceptions.PolarsError, OSError):
            raise refuse(f"文件从第 {first} 行起无法读取，格式有误或已损坏；未读入任何一行。") from None


def refuse(what: str, *errors: FieldError, remedy: str = _EXAMPLE) -> InvalidInput:
    """A refusal of the file as a whole."""
    return InvalidInput(what, remedy=remedy, fields=tuple(errors))


def _parquet_columns(path: Path) -> list[str]:
    try:
        return list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError):
        raise refuse("Parquet 文件不完整或已损坏，无法读取。") from None


def _refuse_other_kinds(head: bytes) -> None:
    if not head.removeprefix(codecs.BOM_UTF8):
        raise refuse("文件是空的。")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileUnsupported(
            "这是旧版（XLS）或加密的 Excel 工作簿。", remedy="请取消密码并另存为 XLSX 或“CSV UTF-8”后再提交。"
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refuse("文件编码为 UTF-16。", remedy=_AS_CSV)


def _in_utf8(path: Path, head: bytes) -> Path | None:
    """A copy in UTF-8 of a workbook, or of a CSV in GB18030; None where the file is one already."""
    if head.startswith(b"PK\x03\x04"):
        try:
            return from_workbook(path)
        except WrongKind as wrong_kind:
            raise FileUnsupported(str(wrong_kind), remedy=_AS_CSV) from None
        except TooMuch as much:
            raise FileTooLarge(str(much), remedy=_AS_CSV) from None
        except UnreadableTable as unreadable:
            raise refuse(str(unreadable), remedy=_AS_CSV) from None
    wrong = _other_encoding(path)
    if wrong is None:
        return None
    try:
        return from_gb18030(path)
    except UnicodeDecodeError:
        raise wrong from None


def _other_encoding(path: Path) -> InvalidInput | None:
    """Where a file is not in UTF-8; None where it is."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as wrong:
                line += block[: wrong.start].count(b"\n")
                return _not_utf8(line)
            if b"\x00" in block:
                raise refuse("文件含有不能识别的字符（NUL），不是文本文件。")
            line += block.count(b"\n")
        if decoder.getstate()[0]:
            return _not_utf8(line)
    return None


def _not_utf8(line: int) -> InvalidInput:
    error = FieldError(path=f"rows[{line}]", message=f"第 {line} 行起不是 UTF-8 编码，也不是 GB18030 编码")
    return refuse(
        "文件不是 UTF-8 编码，也不是 GB18030 编码。",
        error,
        remedy="请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后再提交。",
    )


def _csv_header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            header = next(csv.reader(file), [])
        except csv.Error:
            wrong = f"第 1 行有单元格超过 {csv.field_size_limit()} 个字符，或引号没有成对"
            raise refuse("表头无法读取。", FieldError(path="header", message=wrong)) from None
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise refuse("各列须以英文逗号分隔。", FieldError(path="header", message="第 1 行没有逗号"))
    return header


def _refuse_broken_lines(path: Path, width: int) -> None:
    """Every line has as many cells as the header: a line cut off in the middle is found, not taken half."""
    if any("\x1f" in name for name in _csv_header(path)):
        raise refuse("表头含有不能识别的控制字符。")
    lines = pl.scan_csv(
        path,
        separator="\x1f",
        quote_char=None,
        has_header=False,
        infer_schema=False,
        new_columns=["line"],
        truncate_ragged_lines=True,
    ).with_row_index(ROW, offset=1)
    line = pl.col("line").fill_null("")
    odd = (line.str.count_matches(",", literal=True) != width - 1) | line.str.contains('"', literal=True)
    suspects = lines.filter(odd & (line != "")).collect(engine="streaming")
    errors = []
    for number, text in suspects.iter_rows():
        cells = _cells(text or "")
        if cells != width:
            found = (
                "引号没有成对、单元格内有换行或单元格过长"
                if cells is None
                else f"有 {cells} 列，表头有 {width} 列"
            )
            errors.append(FieldError(path=f"rows[{number}]", message=f"第 {number} 行{found}"))
    if errors:
        raise refuse(f"有 {len(errors)} 行的列数与表头不一致，未读入任何一行。", *errors[:100])


def _cells(text: str) -> int | None:
    try:
        return len(next(csv.reader([text], strict=True), []))
    except csv.Error:
        return None
