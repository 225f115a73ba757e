"""An entry is written in one way, and every byte of it counts."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.canonical import canonical, digest_of_text, slow_digest_of
from domain.audit.entry import GENESIS, AuditEntry, Malformed, entry_of_line, entry_of_row, made_entry
from domain.audit.verification import ChainCheck, Head

SHANGHAI = timezone(timedelta(hours=8))


def chain_of(count: int) -> list[AuditEntry]:
    """A sound chain."""
    entries: list[AuditEntry] = []
    for position in range(1, count + 1):
        entries.append(
            made_entry(
                chain="LF2026-0101-00001",
                position=position,
                previous=entries[-1].hash if entries else GENESIS,
                at=datetime(2026, 3, 2, 10, position, tzinfo=SHANGHAI),
                account=f"a{position}",
                party="applicant",
                action="act:file",
                subject="",
                before={},
                after={"stage": "形式审查中", "amount": Decimal("0.10"), "on": date(2026, 3, 2)},
                policy_version="langfang-ai-2026",
                readings={"some": "reading"},
            )
        )
    return entries


def faults(rows: list[dict[str, Any]], head: Head) -> set[tuple[int, str]]:
    """Position and fault of each finding."""
    check = ChainCheck("LF2026-0101-00001")
    for row in rows:
        check.take(row, row["position"])
    return {(finding.position, finding.fault.value) for finding in check.end(head)}


def test_an_entry_reads_as_it_was_written() -> None:
    entry = chain_of(1)[0]
    assert entry.at == "2026-03-02T02:01:00.000000Z"
    assert entry.after == {"stage": "形式审查中", "amount": "0.10", "on": "2026-03-02"}
    assert entry_of_row(entry.columns) == entry
    assert entry_of_line(entry.line + "\n") == entry
    assert entry.hash == entry.sealed


def test_the_hash_is_the_sha256_of_the_canonical_writing() -> None:
    """Written out, so that the format cannot move: records live longer than releases."""
    entry = made_entry(
        chain="c", position=1, previous=GENESIS, at=datetime(2026, 1, 1, tzinfo=UTC), account="a", action="x"
    )
    written = (
        '{"account":"a","action":"x","after":{},"at":"2026-01-01T00:00:00.000000Z","before":{},"chain":"c",'
        f'"party":"","policy_version":"","position":1,"previous":"{GENESIS}","readings":{{}},"subject":""}}'
    )
    assert entry.hash == digest_of_text(written)


@pytest.mark.parametrize("flip", [0x01, 0x04, 0x20, 0x80])
def test_every_byte_of_every_column_counts(flip: int) -> None:
    entries = chain_of(3)
    head = Head(length=3, tip=entries[-1].hash)
    rows = [entry.columns for entry in entries]
    assert faults(rows, head) == set()
    for place, row in enumerate(rows):
        for column, value in row.items():
            if column != "position":
                for changed in _changed(str(value).encode(), flip):
                    tampered = [*rows[:place], {**row, column: changed}, *rows[place + 1 :]]
                    assert (place + 1, "changed") in faults(tampered, head), (column, changed)


def _changed(content: bytes, flip: int) -> list[str]:
    found = []
    for place in range(len(content)):
        other = bytearray(content)
        other[place] ^= flip
        found.append(other.decode("utf-8", "surrogateescape"))
    return [*found, content.decode() + "\0", content.decode() + " "]


@pytest.mark.parametrize("position", [None, "2", 2.5, b"2", 10**30, True])
def test_a_position_that_is_none_is_found(position: object) -> None:
    rows = [entry.columns for entry in chain_of(3)]
    rows[1] = {**rows[1], "position": position}
    assert faults(rows, Head(length=3, tip=rows[2]["hash"]))


@given(st.permutations(range(5)))
def test_any_other_order_is_found(order: list[int]) -> None:
    entries = chain_of(5)
    rows = [{**entries[old].columns, "position": new + 1} for new, old in enumerate(order)]
    found = faults(rows, Head(length=5, tip=entries[-1].hash))
    assert found == {(new + 1, "reordered") for new, old in enumerate(order) if new != old}


@given(st.sets(st.integers(0, 5), min_size=1))
def test_any_removed_entries_are_found(removed: set[int]) -> None:
    entries = chain_of(6)
    rows = [entry.columns for place, entry in enumerate(entries) if place not in removed]
    found = faults(rows, Head(length=6, tip=entries[-1].hash))
    gaps = {place + 1 for place in removed if place - 1 not in removed}
    assert found == {(gap, "removed") for gap in gaps}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), JSON))
def test_whatever_is_recorded_is_written_in_one_way(content: dict[str, Any]) -> None:
    entry = made_entry(
        chain="c",
        position=1,
        previous=GENESIS,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        account="a",
        action="x",
        after=content,
    )
    assert entry_of_row(entry.columns).after == content
    assert canonical(dict(reversed(content.items()))) == canonical(content)


@pytest.mark.parametrize(
    "line", ["", "[]", "null", "{}", "[" * 100_000, '{"a":1, "b":2}', '{"a":1,"a":1}', '{"a":NaN}']
)
def test_a_line_that_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises(Malformed):
        entry_of_line(line)


def test_a_line_with_a_field_too_many_is_refused() -> None:
    written = canonical({**chain_of(1)[0].model_dump(), "more": 1})
    with pytest.raises(Malformed, match="more"):
        entry_of_line(written)


def test_the_digest_of_an_account_number_is_slow_and_salted() -> None:
    assert slow_digest_of("p1", "6217000100012345") == slow_digest_of("p1", "6217000100012345")
    assert slow_digest_of("p1", "6217000100012345") != slow_digest_of("p2", "6217000100012345")
    assert slow_digest_of("p1", "a", "b") != slow_digest_of("p1", "ab")


def test_what_json_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})
    with pytest.raises(ValueError, match="time zone"):
        made_entry(chain="c", position=1, previous=GENESIS, at=datetime(2026, 1, 1), account="a", action="x")  # noqa: DTZ001
