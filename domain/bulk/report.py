"""The report of a bulk act (批量办理结果) as a table: one row an item, in words that a clerk files."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from domain.bulk.listing import (
    STATE_NAMES,
    STATUS_NAMES,
    BulkAct,
    BulkItem,
    Counts,
    ItemStatus,
    state_of,
)
from domain.bulk.rules import title_of
from domain.calendar import SHANGHAI
from domain.errors import RefusalFacts
from domain.spreadsheet.cells import Row
from domain.spreadsheet.titles import Column

COLUMNS: Final = (
    Column(title="序号", width=6),
    Column(title="案件编号", width=24),
    Column(title="办理对象", width=24),
    Column(title="结果", width=12),
    Column(title="办理后阶段", width=16),
    Column(title="未办理原因", width=60),
    Column(title="依据", width=18),
    Column(title="处理建议", width=44),
    Column(title="时间", width=18),
)
TITLES: Final = tuple(column.title for column in COLUMNS)
TITLES_AT: Final = 4
"""The row of the titles, counted from 1."""

UNKNOWN_WORDS: Final = "已多次提交，案件未在时限内答复。"
UNKNOWN_REMEDY: Final = "请在案件详情中核实是否已经办理，未办理的逐案办理。"


def sheet_of(asked: BulkAct, counts: Counts, items: Iterable[BulkItem]) -> Sequence[Row]:
    """Title, number and state, the counts, titles of the columns, one row an item."""
    state = STATE_NAMES[state_of(counts, is_cancelled=asked.cancelled_at is not None)]
    told = " ".join(f"{STATUS_NAMES[status]} {counts[status]}" for status in ItemStatus if counts.get(status))
    return (
        (f"批量{title_of(asked.kind)}结果",),
        (f"批次编号：{asked.id} 提交时间：{_moment(asked.made_at)} 状态：{state}",),
        (f"共 {asked.total} 项：{told}",),
        TITLES,
        *(_row(item) for item in items),
    )


def _row(item: BulkItem) -> Row:
    why, clause, remedy = told_of(item)
    return (
        Decimal(item.number),
        item.case_number,
        item.subject,
        STATUS_NAMES[item.status],
        item.stage,
        why,
        clause,
        remedy,
        _moment(item.at),
    )


def told_of(item: BulkItem) -> tuple[str, str, str]:
    """Why an item was not done, on what it rests, and what can be done; empty where it was done."""
    if item.status is ItemStatus.UNKNOWN:
        return UNKNOWN_WORDS, "", UNKNOWN_REMEDY
    if item.refusal is None:
        return "", "", ""
    return reason_of(item.refusal), item.refusal.clause, item.refusal.remedy


def reason_of(refusal: RefusalFacts) -> str:
    """What is refused, why, and every wrong field, in one cell."""
    fields = "；".join(f"{field.path}：{field.message}" for field in refusal.fields)
    return "".join((refusal.what, refusal.why, f"（{fields}）" if fields else ""))


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
