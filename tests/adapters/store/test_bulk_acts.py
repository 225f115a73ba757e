"""Items of a bulk act: which come next, and that what came of one stays, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.store.audit.chain import entries_of
from adapters.store.bulk.acts import (
    MOST_TRIES,
    begin_items,
    cancel_waiting,
    keep_bulk,
    note_done,
    note_refused,
    note_silence,
)
from adapters.store.bulk.queries import counts_of, items_of, list_bulks, read_bulk
from adapters.store.reach import Engine
from domain.audit.entry import HOUSE
from domain.bulk.listing import BulkAct, BulkItem, ItemStatus
from domain.case.roles import Role
from domain.errors import FieldError, RefusalFacts

AT = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
REFUSAL = RefusalFacts(kind="wrong-stage", what="不能办理。", fields=(FieldError(path="a", message="b"),))
W, B, D, R, C, U = ItemStatus


def bulk(number: int = 1, account: str = "a-1", items: int = 4) -> BulkAct:
    return BulkAct(
        id=f"{number:032}",
        kind="sign_off",
        account=account,
        role=Role.OFFICIAL,
        party="kfq",
        digest="d",
        total=items,
        made_at=AT + timedelta(minutes=number),
    )


def waiting(count: int) -> list[BulkItem]:
    return [
        BulkItem(number=number, case_number=f"LF{number}", content={"id": f"act-{number}"}, at=AT)
        for number in range(1, count + 1)
    ]


def numbers(items: list[BulkItem]) -> list[int]:
    return [item.number for item in items]


@pytest.fixture
def kept(engine: Engine) -> BulkAct:
    return keep_bulk(engine, bulk(), waiting(4))


def test_what_is_kept_comes_back_as_it_was(engine: Engine) -> None:
    refused = waiting(1)[0].model_copy(update={"status": R, "refusal": REFUSAL, "content": {}})
    asked = bulk(items=1)
    assert keep_bulk(engine, asked, [refused]) == asked
    assert (read_bulk(engine, asked.id), items_of(engine, asked.id)) == (asked, [refused])
    assert read_bulk(engine, "nobody's") is None
    (made,) = [entry for entry in entries_of(engine, HOUSE, limit=100) if entry.subject == asked.id]
    assert (made.action, made.account, made.after) == (
        "bulk-act:made",
        "a-1",
        {"act": "sign_off", "items": 1, "refused": 1},
    )


def test_the_same_bulk_act_is_kept_once(engine: Engine, kept: BulkAct) -> None:
    other = kept.model_copy(update={"digest": "other", "total": 9})
    assert keep_bulk(engine, other, waiting(9)) == kept
    assert len(items_of(engine, kept.id)) == 4


def test_items_are_begun_in_their_order_and_again_until_something_came_of_them(
    engine: Engine, kept: BulkAct
) -> None:
    first = begin_items(engine, kept.id, 2)
    assert [(item.number, item.status) for item in first] == [(1, W), (2, W)]
    note_done(engine, kept.id, 1, "公示中", AT)
    again = begin_items(engine, kept.id, 2)
    assert [(item.number, item.status) for item in again] == [(2, B), (3, W)]
    note_silence(engine, kept.id, again[0], AT)
    assert numbers(begin_items(engine, kept.id, 9)) == [3, 4, 2]


def test_what_came_of_an_item_stays(engine: Engine, kept: BulkAct) -> None:
    (item,) = begin_items(engine, kept.id, 1)
    note_done(engine, kept.id, 1, "公示中", AT)
    note_refused(engine, kept.id, 1, REFUSAL, AT)
    note_silence(engine, kept.id, item, AT)
    shown = items_of(engine, kept.id)[0]
    assert (shown.status, shown.stage, shown.refusal, shown.tries) == (D, "公示中", None, 0)


def test_a_case_that_never_answers_is_left_alone_after_so_many_tries(engine: Engine, kept: BulkAct) -> None:
    for _ in range(MOST_TRIES):
        assert counts_of(engine, kept.id).get(U) is None
        note_silence(engine, kept.id, items_of(engine, kept.id)[0], AT)
    assert counts_of(engine, kept.id) == {U: 1, W: 3}
    assert numbers(begin_items(engine, kept.id, 9)) == [2, 3, 4]


def test_only_what_has_not_begun_is_cancelled_and_only_once(engine: Engine, kept: BulkAct) -> None:
    begin_items(engine, kept.id, 1)
    for minutes in (1, 2):
        cancel_waiting(engine, kept, AT + timedelta(minutes=minutes))
    assert counts_of(engine, kept.id) == {B: 1, C: 3}
    cancelled = read_bulk(engine, kept.id)
    assert cancelled is not None
    assert cancelled.cancelled_at == AT + timedelta(minutes=1)
    assert numbers(begin_items(engine, kept.id, 9)) == [1]
    entries = [entry for entry in entries_of(engine, HOUSE, limit=100) if entry.subject == kept.id]
    assert [entry.action for entry in entries] == ["bulk-act:made", "bulk-act:cancelled"]
    assert entries[-1].after == {"act": "sign_off", "cancelled": 3}


def test_a_list_without_anything_left_to_cancel_is_not_marked(engine: Engine) -> None:
    asked = keep_bulk(engine, bulk(items=1), [waiting(1)[0].model_copy(update={"status": R})])
    cancel_waiting(engine, asked, AT)
    assert read_bulk(engine, asked.id) == asked


def test_own_bulk_acts_come_newest_first_page_by_page(engine: Engine) -> None:
    mine = [keep_bulk(engine, bulk(number), waiting(number)) for number in (1, 2, 3)]
    keep_bulk(engine, bulk(9, "a-2"), waiting(1))
    first = list_bulks(engine, "a-1", None, 2)
    assert [(one.id, counts) for one, counts in first] == [(mine[2].id, {W: 3}), (mine[1].id, {W: 2})]
    assert [one for one, _ in list_bulks(engine, "a-1", first[-1][0], 2)] == [mine[0]]
    assert [item.number for item in items_of(engine, mine[2].id, after=1, limit=1)] == [2]
    assert items_of(engine, mine[2].id, status="done") == []
