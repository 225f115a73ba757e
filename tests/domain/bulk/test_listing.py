"""Where a bulk act stands, counted from its items, and the report of it."""

from datetime import UTC, datetime

import pytest

from domain.bulk.listing import (
    STATE_NAMES,
    STATUS_NAMES,
    BulkAct,
    BulkItem,
    BulkState,
    ItemStatus,
    bulk_id,
    item_key,
    state_of,
)
from domain.bulk.report import COLUMNS, TITLES, TITLES_AT, sheet_of
from domain.case.roles import Role
from domain.errors import FieldError, RefusalFacts

W, B, D, R, C, U = ItemStatus
AT = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counts", "is_cancelled", "state"),
    [
        ({W: 3}, False, BulkState.RUNNING),
        ({D: 2, B: 1}, False, BulkState.RUNNING),
        ({D: 2, R: 1, U: 1}, False, BulkState.FINISHED),
        ({R: 3}, False, BulkState.FINISHED),
        ({D: 1, B: 1, C: 1}, True, BulkState.CANCELLING),
        ({D: 2, C: 1}, True, BulkState.CANCELLED),
        ({D: 3}, True, BulkState.FINISHED),  # nothing was left to cancel
    ],
)
def test_where_it_stands_follows_from_its_items(
    counts: dict[ItemStatus, int], is_cancelled: bool, state: BulkState
) -> None:
    assert state_of(counts, is_cancelled=is_cancelled) is state


def test_every_status_and_state_has_a_name() -> None:
    assert (set(STATUS_NAMES), set(STATE_NAMES)) == (set(ItemStatus), set(BulkState))


def test_ids_are_the_same_for_the_same_caller_and_key_and_show_neither() -> None:
    assert bulk_id("a-1", "k") == bulk_id("a-1", "k")
    assert len({bulk_id("a-1", "k"), bulk_id("a-2", "k"), bulk_id("a-1", "l")}) == 3
    assert len(bulk_id("a-1", "k")) == 32
    assert (item_key("b", ""), item_key("b", "P1")) == ("b", "b/P1")


def test_the_report_tells_every_item_in_words() -> None:
    asked = BulkAct(
        id="b" * 32,
        kind="sign_off",
        account="a-1",
        role=Role.OFFICIAL,
        party="kfq",
        digest="d",
        total=3,
        made_at=AT,
    )
    refusal = RefusalFacts(
        kind="invalid-input",
        what="需要更正。",
        clause="第1条",
        remedy="请更正。",
        fields=(FieldError(path="reason", message="须说明理由"),),
    )
    items = [
        BulkItem(number=1, case_number="LF1", status=D, stage="公示中", at=AT),
        BulkItem(number=2, case_number="=1+1", status=R, refusal=refusal, at=AT),
        BulkItem(number=3, case_number="LF3", subject="P1", status=U, at=AT),
    ]
    rows = sheet_of(asked, {D: 1, R: 1, U: 1}, items)
    assert rows[0] == ("批量会签结果",)
    assert rows[1] == (f"批次编号：{'b' * 32} 提交时间：2026-11-24 08:30:00 状态：已办结",)
    assert rows[2] == ("共 3 项：已办理 1 未办理 1 结果待核实 1",)
    assert rows[TITLES_AT - 1] == TITLES
    assert [row[1:8] for row in rows[TITLES_AT:]] == [
        ("LF1", "", "已办理", "公示中", "", "", ""),
        ("=1+1", "", "未办理", "", "需要更正。（reason：须说明理由）", "第1条", "请更正。"),
        (
            "LF3",
            "P1",
            "结果待核实",
            "",
            "已多次提交，案件未在时限内答复。",
            "",
            "请在案件详情中核实是否已经办理，未办理的逐案办理。",
        ),
    ]
    assert {len(row) for row in rows[TITLES_AT - 1 :]} == {len(COLUMNS)}
