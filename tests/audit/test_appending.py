"""Entries are appended one after the other, whoever comes together, and only with what they tell of."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.store.audit.chain import append
from adapters.store.engine import transaction
from tests.activities.casework import Casework
from tests.audit.record import AT, FIRST, LENGTH, Record

NEW = "LF2026-0502-00003"


def test_threads_that_append_together_leave_whole_chains(guarded: Record) -> None:
    """Some to a chain that is there, some to one that all of them begin at once."""
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda number: guarded.add(NEW if number % 2 else FIRST, number), range(60)))
    assert guarded.verified().findings == ()
    assert len({(entry.chain, entry.position) for entry in made}) == 60
    assert [len(guarded.entries(chain)) for chain in (FIRST, NEW)] == [LENGTH + 30, 30]


def test_a_transaction_that_fails_leaves_no_entry(guarded: Record) -> None:
    before = guarded.verified()
    with pytest.raises(RuntimeError):
        _append_and_fail(guarded)
    assert guarded.verified() == before


def _append_and_fail(record: Record) -> None:
    with transaction(record.engine) as session:
        append(session, chain=NEW, at=AT, action="act:review")
        raise RuntimeError


def test_the_law_of_a_case_is_looked_up_where_it_is_not_given(guarded: Record) -> None:
    casework = Casework(guarded.engine)
    casework.file(NEW, "national_research_platform", {}, readings={"one": "way"})
    with transaction(guarded.engine) as session:
        entry = append(session, chain=NEW, at=datetime.now(UTC), action="money:paid")
        other = append(
            session, chain="house", at=datetime.now(UTC), action="log-in:failed", policy_version=""
        )
    assert (entry.policy_version, entry.readings) == (casework.case(NEW).policy_version, {"one": "way"})
    assert (other.policy_version, other.readings) == ("", {})


def test_a_case_that_has_no_chain_is_named(guarded: Record) -> None:
    Casework(guarded.engine).file(NEW, "national_research_platform", {})
    assert guarded.faults() == {(NEW, 0, "chain-removed")}


@pytest.mark.parametrize(
    "content",
    [{"after": {"a": object()}}, {"at": datetime(2026, 3, 2)}],  # noqa: DTZ001 - that is the point
)
def test_what_cannot_be_written_down_is_refused_at_once(guarded: Record, content: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)), transaction(guarded.engine) as session:
        append(session, **{"chain": FIRST, "at": AT, "action": "act:review", **content})
    assert guarded.verified().holds
