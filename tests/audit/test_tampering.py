"""Whatever somebody does to the record behind our back is found, and named by chain and position."""

# ruff: noqa: S608 - the attacker's statements are our own words

import random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from domain.audit.entry import GENESIS, AuditEntry
from tests.audit.record import FIRST, HOUSE, LENGTH, SECOND, Record

AT_PLACE = "WHERE chain = :chain AND position = :position"
TEXTS = [name for name in AuditEntry.model_fields if name not in ("chain", "position")]


def test_a_record_that_nobody_touched_holds(guarded: Record) -> None:
    found = guarded.verified()
    assert (found.findings, found.chains, found.entries) == ((), 3, 2 * LENGTH + 3)
    assert guarded.verified(FIRST).holds
    assert guarded.verified().fingerprint == found.fingerprint
    guarded.add(FIRST, 6)
    assert guarded.verified().fingerprint != found.fingerprint


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET account = 'x'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET length = length - 1",
        "UPDATE audit_head SET length = length + 1, chain = 'x' WHERE chain = 'house'",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(guarded: Record, statement: str) -> None:
    with pytest.raises(DatabaseError):
        guarded.write(statement)
    assert guarded.verified().holds


def test_postgresql_refuses_to_empty_the_record(guarded: Record) -> None:
    if not guarded.is_sqlite:
        for table in ("audit_entry", "audit_head"):
            with pytest.raises(DatabaseError):
                guarded.write(f"TRUNCATE {table}")
    assert guarded.verified().holds


@pytest.mark.parametrize("column", TEXTS)
def test_a_changed_byte_is_found_in_every_text_of_every_entry(record: Record, column: str) -> None:
    dice = random.Random(column)
    for chain in (FIRST, HOUSE):
        for entry in record.entries(chain):
            kept = entry.columns[column].encode() or b"\0"
            place = dice.randrange(len(kept))
            changed = bytearray(kept)
            changed[place] ^= 0x01
            _put(record, entry, column, bytes(changed))
            assert (chain, entry.position) in {fault[:2] for fault in record.faults()}, changed
            _put(record, entry, column, entry.columns[column].encode())
    assert record.verified().holds


def _put(record: Record, entry: AuditEntry, column: str, content: bytes) -> None:
    """SQLite takes bytes that are no text, and holds them for text; PostgreSQL does not."""
    where: dict[str, Any] = record.where(entry.chain, entry.position)
    if record.is_sqlite:
        record.write(f"UPDATE audit_entry SET {column} = CAST(:c AS TEXT) {AT_PLACE}", c=content, **where)
    else:
        told = content.decode("utf-8", "replace").replace("\0", "\1")
        record.write(f"UPDATE audit_entry SET {column} = :c {AT_PLACE}", c=told, **where)


@pytest.mark.parametrize("position", range(1, LENGTH + 1))
def test_a_removed_entry_is_named(record: Record, position: int) -> None:
    record.write(f"DELETE FROM audit_entry {AT_PLACE}", **record.where(FIRST, position))
    assert record.faults() == {(FIRST, position, "removed")}
    assert record.faults(FIRST) == {(FIRST, position, "removed")}
    assert record.faults(SECOND) == set()


def test_several_removed_entries_are_told_as_one_gap(record: Record) -> None:
    record.write(f"DELETE FROM audit_entry WHERE chain = '{FIRST}' AND position IN (2, 3)")
    assert [finding.told for finding in record.verified().findings] == ["缺少第 2 至 3 条"]


def test_an_entry_that_was_removed_and_the_rest_renumbered_is_found(record: Record) -> None:
    record.write(f"DELETE FROM audit_entry {AT_PLACE}", **record.where(FIRST, 3))
    for position in (4, 5):
        record.write(
            f"UPDATE audit_entry SET position = :position - 1 {AT_PLACE}", **record.where(FIRST, position)
        )
    assert record.faults() == {
        (FIRST, 3, "reordered"),
        (FIRST, 4, "reordered"),
        (FIRST, 5, "removed"),
    }


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 4), (4, 5)])
def test_two_entries_that_changed_places_are_named(record: Record, one: int, other: int) -> None:
    for old, new in ((one, 99), (other, one), (99, other)):
        record.write(
            f"UPDATE audit_entry SET position = :new {AT_PLACE}", new=new, **record.where(FIRST, old)
        )
    assert record.faults() == {(FIRST, one, "reordered"), (FIRST, other, "reordered")}
    told = {finding.position: finding.told for finding in record.verified().findings}
    assert f"原为第 {other} 条" in told[one]


def test_an_entry_of_another_chain_put_here_is_found(record: Record) -> None:
    record.write(f"DELETE FROM audit_entry {AT_PLACE}", **record.where(FIRST, 3))
    record.write(f"UPDATE audit_entry SET chain = '{FIRST}' {AT_PLACE}", **record.where(SECOND, 3))
    assert record.faults() == {(FIRST, 3, "changed"), (SECOND, 3, "removed")}


@pytest.mark.parametrize("position", [0, -1, LENGTH + 1, LENGTH + 5])
def test_an_inserted_entry_is_found(record: Record, position: int) -> None:
    names = ", ".join(name for name in AuditEntry.model_fields if name != "position")
    record.write(
        f"INSERT INTO audit_entry ({names}, position) SELECT {names}, {position} FROM audit_entry {AT_PLACE}",
        **record.where(FIRST, 5),
    )
    assert any(chain == FIRST for chain, _, _ in record.faults())


def test_an_entry_written_anew_with_a_hash_of_its_own_does_not_fit_the_next(record: Record) -> None:
    third = record.entries(FIRST)[2].model_copy(update={"account": "somebody else"})
    _write_over(record, third.model_copy(update={"hash": third.sealed}))
    assert record.faults() == {(FIRST, 4, "replaced")}


def test_a_chain_written_anew_from_its_beginning_does_not_fit_the_house_chain(record: Record) -> None:
    previous = GENESIS
    for entry in record.entries(FIRST):
        forged = entry.model_copy(update={"account": "somebody else", "previous": previous})
        forged = forged.model_copy(update={"hash": forged.sealed})
        _write_over(record, forged)
        previous = forged.hash
    record.write("UPDATE audit_head SET tip = :tip WHERE chain = :chain", tip=previous, chain=FIRST)
    assert record.faults() == {(FIRST, 0, "replaced")}


def _write_over(record: Record, entry: AuditEntry) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in TEXTS)
    record.write(f"UPDATE audit_entry SET {sets} {AT_PLACE}", **entry.columns)


@pytest.mark.parametrize("with_head", [True, False])
def test_a_removed_chain_is_named(record: Record, with_head: bool) -> None:
    record.write("DELETE FROM audit_entry WHERE chain = :chain", chain=FIRST)
    if with_head:
        record.write("DELETE FROM audit_head WHERE chain = :chain", chain=FIRST)
    assert record.faults() == {(FIRST, 0, "chain-removed")}
    assert record.faults(FIRST) == {(FIRST, 0, "chain-removed")}


def test_a_removed_chain_that_went_on_is_named_all_the_same(record: Record) -> None:
    for table in ("audit_entry", "audit_head"):
        record.write(f"DELETE FROM {table} WHERE chain = :chain", chain=FIRST)
    record.add(FIRST, 6)
    assert record.faults() == {(FIRST, 0, "chain-removed")}


def test_a_removed_house_chain_is_named(record: Record) -> None:
    for table in ("audit_entry", "audit_head"):
        record.write(f"DELETE FROM {table} WHERE chain = 'house'")
    assert (HOUSE, 0, "chain-removed") in record.faults()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("DELETE FROM audit_head WHERE chain = :chain", (FIRST, 0, "head")),
        ("UPDATE audit_head SET length = 3 WHERE chain = :chain", (FIRST, 4, "head")),
        ("UPDATE audit_head SET length = 7 WHERE chain = :chain", (FIRST, 6, "removed")),
        ("UPDATE audit_head SET tip = 'x' WHERE chain = :chain", (FIRST, 0, "head")),
        (f"UPDATE audit_head SET tip = '{GENESIS}' WHERE chain = :chain", (FIRST, 0, "head")),
    ],
)
def test_a_head_that_was_changed_is_named(record: Record, change: str, fault: tuple[str, int, str]) -> None:
    record.write(change, chain=FIRST)
    assert record.faults() == {fault}


def test_an_emptied_record_is_found(record: Record) -> None:
    record.write("DELETE FROM audit_entry", "DELETE FROM audit_head")
    assert record.faults() == {(HOUSE, 0, "chain-removed")}


def test_reading_leaves_sqlite_as_it_was(guarded: Record) -> None:
    guarded.verified()
    with guarded.engine.connect() as connection:
        assert connection.execute(text("SELECT 'é'")).scalar() == "é"
