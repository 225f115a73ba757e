"""A payment list laid out in the rows of a spreadsheet."""

from collections.abc import Sequence
from decimal import Decimal

from domain.calendar import shanghai_date
from domain.money import capital_text
from domain.payment_list import columns as c
from domain.payment_list.listing import Line, PaymentList
from domain.spreadsheet.cells import Cell, Row


def sheet_of(listed: PaymentList) -> tuple[Row, ...]:
    """Title, list number and version, what this version leaves out, titles, one row a payment, the total, and it in words (大写)."""
    made_on = shanghai_date(listed.versions[-1].made_at if listed.versions else listed.made_at).isoformat()
    return (
        (f"拨付清单（{listed.document_number}）",),
        (f"{c.LIST_ID}：{listed.id} 第{listed.version}版 制表日期：{made_on} 单位：元",),
        *((text,) for text in _left_out(listed)),
        c.TITLES,
        *(_row(line) for line in listed.payable),
        _total(listed.payable),
        (f"{c.IN_WORDS}：{capital_text(listed.total)}",),
    )


def _left_out(listed: PaymentList) -> list[str]:
    """That earlier versions hold no more, and each payment that is not to be paid now."""
    if listed.version == 1:
        return []
    left_out = [f"{line.payment}（{line.state}；{line.withheld}）" for line in listed.lines if line.withheld]
    told = f"未列入本版、请勿拨付：{'；'.join(left_out)}" if left_out else "本版列有清单全部支付"
    return [f"本版替代此前各版。{told}"]


def _row(line: Line) -> Row:
    told: dict[str, Cell] = {c.NUMBER: Decimal(line.number), c.PAYMENT: line.payment}
    told |= {title: getattr(line, field) for title, field in (c.TEXTS | c.SUMS).items()}
    told |= {c.STATE: line.state, c.REMARK: line.remark}
    return tuple(told.get(title) for title in c.TITLES)


def _total(lines: Sequence[Line]) -> Row:
    told: dict[str, Cell] = {c.NUMBER: c.TOTAL, c.PAYMENT: f"共 {len(lines)} 笔"}
    for title, field in c.SUMS.items():
        told[title] = sum((getattr(line, field) for line in lines), Decimal("0.00"))
    return tuple(told.get(title) for title in c.TITLES)
