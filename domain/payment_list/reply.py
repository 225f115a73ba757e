"""What the treasury's file says: its titles found, each row read, every fault named by row and column."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.errors import FieldError
from domain.frozen import Frozen
from domain.money import FEN, LARGEST
from domain.payment_list import columns as c
from domain.payment_list.listing import MOST_LINES, PAID, RETURNED
from domain.spreadsheet.cells import Cell, Row, Unreadable, number_text, plain_text, read_day
from domain.spreadsheet.titles import Place, head_of, places_of, rows_below, title_faults, titles_in

MOST_REASON = 500
_MONEY = re.compile(r"\d{1,16}(\.\d{1,2})?", re.ASCII)
_LIST = re.compile(rf"{c.LIST_ID}:(PL\d{{4}}-\d{{5,}})")


class ReplyRow(Frozen):
    """One row of the file: what it says of its payment, and what is wrong with it.

    Attributes:
        row: its place in the file, counted from 1, as a spreadsheet program shows it.
        texts: the columns that come back as they went out, by field of the line.
        sums: the money columns, by field of the line.
        result: paid or returned; empty when the row says nothing of its payment yet.
    """

    row: int
    payment: str = ""
    texts: dict[str, str] = {}
    sums: dict[str, Decimal] = {}
    result: str = ""
    paid_on: date | None = None
    reason: str = ""
    faults: tuple[FieldError, ...] = ()


class Reply(Frozen):
    """The file: the list it names in its head, its rows, and faults that concern no payment."""

    list_id: str = ""
    rows: tuple[ReplyRow, ...] = ()
    faults: tuple[ReplyRow, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether every cell could be read."""
        return not self.faults and not any(row.faults for row in self.rows)


class _Reading:
    """Reads the cells of one row, and gathers what is wrong."""

    def __init__(self, number: int, row: Row, places: dict[str, Place]) -> None:
        self.number, self.faults = number, list[FieldError]()
        self._cells = {title: place.cell(row) for title, place in places.items()}

    def wrong(self, title: str, message: str) -> None:
        fault = FieldError(path=f"rows[{self.number}].{title}", message=message)
        if fault not in self.faults:
            self.faults.append(fault)

    def text(self, title: str) -> str:
        cell = self._cells[title]
        if isinstance(cell, Unreadable):
            self.wrong(title, cell.why)
            return ""
        return plain_text(cell)

    def money(self, title: str) -> Decimal | None:
        cell = self._cells[title]
        if isinstance(cell, Unreadable):
            self.wrong(title, cell.why)
            return None
        found = _amount(cell)
        if found is None:
            self.wrong(title, "须为不小于 0、至多两位小数的数字，单位为元")
        return found

    def day(self, title: str) -> date | None:
        text = self.text(title)
        found = read_day(text)
        if text and found is None:
            self.wrong(title, "须为日期，格式如 2026-03-01")
        return found


def read_reply(rows: Sequence[Row]) -> Reply:
    """Read the whole file; nothing is judged against the list yet."""
    head = head_of(rows, c.PAYMENT)
    if head is None:
        message = f"没有找到列标题行（须含“{c.PAYMENT}”等列）；请使用本系统导出的清单，CSV 须以逗号分隔"
        return Reply(faults=(_fault(1, "列标题", message),))
    faults = title_faults(c.INPUTS, rows[head], head + 1, "清单")
    list_id = _named_list(rows[:head])
    if faults:
        return Reply(
            list_id=list_id, faults=tuple(ReplyRow(row=head + 1, faults=(fault,)) for fault in faults)
        )
    places = places_of(c.INPUTS, rows[head])
    below = rows_below(c.INPUTS, rows, head)
    totals = [_Reading(at, row, places) for at, row in below if _is_total(row)]
    told = tuple(_read_row(_Reading(at, row, places)) for at, row in below if not _is_total(row))
    return Reply(
        list_id=list_id,
        rows=told,
        faults=(*_count_faults(told, head + 1), *_total_faults(totals, told)),
    )


def _named_list(head: Sequence[Row]) -> str:
    text = " ".join(title for row in head for title in titles_in(row))
    found = _LIST.search(text)
    return found[1] if found else ""


def _is_total(row: Row) -> bool:
    """Sum and sum in words: their first words say so."""
    return next(filter(None, map(plain_text, row)), "").startswith(c.TOTAL)


def _total_faults(totals: list[_Reading], told: Sequence[ReplyRow]) -> list[ReplyRow]:
    """A total that is there is the sum of the rows: a file that lost or gained one does not pass."""
    found: list[ReplyRow] = []
    for reading in totals:
        if not reading.text(c.TRANSFER):
            continue
        total, rows = (
            reading.money(c.TRANSFER),
            sum((row.sums.get("transfer", 0) for row in told), Decimal(0)),
        )
        if total is not None and total != rows:
            reading.wrong(c.TRANSFER, f"合计 {total:.2f} 与各行之和 {rows:.2f} 不符；请核对是否缺行或重复")
        if reading.faults:
            found.append(ReplyRow(row=reading.number, faults=tuple(reading.faults)))
    return found


def _count_faults(told: Sequence[ReplyRow], head: int) -> list[ReplyRow]:
    if len(told) > MOST_LINES:
        return [_fault(head, "行数", f"一份清单至多 {MOST_LINES} 笔，文件有 {len(told)} 笔")]
    if told and not any(row.result or row.faults for row in told):
        return [_fault(head, c.RESULT, "各行均未填写结果，没有可登记的内容")]
    return [] if told else [_fault(head, "行数", "文件中没有任何一笔支付")]


def _fault(row: int, title: str, message: str) -> ReplyRow:
    return ReplyRow(row=row, faults=(FieldError(path=f"rows[{row}].{title}", message=message),))


def _read_row(reading: _Reading) -> ReplyRow:
    payment = reading.text(c.PAYMENT)
    if not payment:
        reading.wrong(c.PAYMENT, "缺少支付编号")
    texts = {field: reading.text(title) for title, field in c.TEXTS.items()}
    sums = {field: found for title, field in c.SUMS.items() if (found := reading.money(title)) is not None}
    result, paid_on, reason = _result(reading)
    return ReplyRow(
        row=reading.number,
        payment=payment,
        texts=texts,
        sums=sums,
        result=result,
        paid_on=paid_on,
        reason=reason,
        faults=tuple(reading.faults),
    )


def _result(reading: _Reading) -> tuple[str, date | None, str]:
    """Paid with its day, returned with its reason, or nothing said yet."""
    said, paid_on, reason = reading.text(c.RESULT), reading.day(c.PAID_ON), reading.text(c.REASON)
    if said not in ("", *c.RESULTS):
        reading.wrong(c.RESULT, f"须为“{c.ARRIVED}”或“{c.SENT_BACK}”")
    if not said and (paid_on or reason):
        reading.wrong(c.RESULT, "填写了日期或原因，但没有填写结果")
    if said == c.ARRIVED:
        _check_arrived(reading, reason)
    if said == c.SENT_BACK:
        _check_sent_back(reading, reason)
    return {c.ARRIVED: PAID, c.SENT_BACK: RETURNED}.get(said, ""), paid_on, reason


def _check_arrived(reading: _Reading, reason: str) -> None:
    if not reading.text(c.PAID_ON):
        reading.wrong(c.PAID_ON, "已到账须填写到账日期")
    if reason:
        reading.wrong(c.REASON, "已到账的支付不得填写退票原因")


def _check_sent_back(reading: _Reading, reason: str) -> None:
    if not reason:
        reading.wrong(c.REASON, "退票须填写原因")
    if reading.text(c.PAID_ON):
        reading.wrong(c.PAID_ON, "退票的支付不得填写到账日期")
    if len(reason) > MOST_REASON or any(letter < " " and letter != "\n" for letter in reason):
        reading.wrong(c.REASON, f"至多 {MOST_REASON} 字，不得含有控制字符")


def _amount(cell: Cell) -> Decimal | None:
    """An amount in yuan, exact to 分; None when the cell says none."""
    if isinstance(cell, str):
        text = number_text(cell)
        return Decimal(text).quantize(FEN) if _MONEY.fullmatch(text) else None
    if not isinstance(cell, Decimal) or not cell.is_finite() or not 0 <= cell <= LARGEST:
        return None
    return cell.quantize(FEN) if cell == cell.quantize(FEN) else None
