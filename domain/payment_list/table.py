"""A payment list laid out in the rows of a spreadsheet."""

from decimal import Decimal

from domain.calendar import shanghai_date
from domain.money import capital_text
from domain.payment_list import columns as c
from domain.payment_list.listing import Line, PaymentList
from domain.spreadsheet.cells import Cell, Row


def sheet_of(listed: PaymentList) -> tuple[Row, ...]:
    """Title, list number, titles of the columns, one row a payment, the total, and the total in words (大写)."""
    made_on = shanghai_date(listed.made_at).isoformat()
    return (
        (f"拨付清单（{listed.document_number}）",),
        (f"{c.LIST_ID}：{listed.id} 制表日期：{made_on} 单位：元",),
        c.TITLES,
        *(_row(line) for line in listed.lines),
        _total(listed),
        (f"{c.IN_WORDS}：{capital_text(listed.total)}",),
    )


def _row(line: Line) -> Row:
    told: dict[str, Cell] = {c.NUMBER: Decimal(line.number), c.PAYMENT: line.payment}
    told |= {title: getattr(line, field) for title, field in (c.TEXTS | c.SUMS).items()}
    return tuple(told.get(title) for title in c.TITLES)


def _total(listed: PaymentList) -> Row:
    told: dict[str, Cell] = {c.NUMBER: c.TOTAL, c.PAYMENT: f"共 {len(listed.lines)} 笔"}
    for title, field in c.SUMS.items():
        told[title] = sum((getattr(line, field) for line in listed.lines), Decimal("0.00"))
    return tuple(told.get(title) for title in c.TITLES)
