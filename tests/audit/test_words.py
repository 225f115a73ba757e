"""Words lie beside the chain, which has their salted digests: a changed word is found, an erased one leaves the chain whole."""

# ruff: noqa: S608 - the attacker's statements are our own words

import pytest
from sqlalchemy.exc import DatabaseError

from adapters.store.audit.chain import append, words_of
from adapters.store.engine import open_session, transaction
from domain.audit.canonical import digest_of_text
from domain.audit.entry import MASKED, AuditEntry
from tests.audit.record import AT, FIRST, Record

REASON, SECRET = "王某（电话13800000000）说明情况属实。", "举报人的原文"


def written(record: Record) -> AuditEntry:
    """One more entry, with words."""
    with transaction(record.engine) as session:
        return append(
            session,
            chain=FIRST,
            at=AT,
            action="act:stop",
            words={"reason": REASON, "empty": ""},
            sealed={"words": SECRET},
        )


def masked(record: Record, words: int = 1) -> None:
    with transaction(record.engine) as session:
        append(session, chain=FIRST, at=AT, action=MASKED, after={"rows": 2, "words": words})


def test_the_chain_has_salted_digests_and_no_words(guarded: Record) -> None:
    entry, again = written(guarded), written(guarded)
    assert entry.after.keys() == {"reason_sealed", "words_sealed"}
    assert entry.after != again.after  # what is the same is not told to be
    assert digest_of_text(REASON) not in entry.after.values()
    with open_session(guarded.engine) as session:
        kept = words_of(session, FIRST)
        assert [row.text for row in kept if row.position == entry.position] == [REASON, None]
    assert guarded.verified().holds


def test_nobody_changes_words_and_who_can_all_the_same_is_found(record: Record) -> None:
    entry = written(record)
    record.write(f"UPDATE audit_words SET text = 'x' WHERE position = {entry.position} AND name = 'reason'")
    (finding,) = record.verified().findings
    assert (finding.chain, finding.position, finding.fault) == (FIRST, entry.position, "changed")


def test_the_database_refuses_to_change_words(guarded: Record) -> None:
    written(guarded)
    with pytest.raises(DatabaseError):
        guarded.write("UPDATE audit_words SET text = 'x'")
    assert guarded.verified().holds


def test_words_that_were_never_there_are_found(guarded: Record) -> None:
    written(guarded)
    guarded.write(f"INSERT INTO audit_words VALUES ('{FIRST}', 1, 'reason', 's', 'x')")
    assert [finding.position for finding in guarded.verified().findings] == [1]


def test_erased_words_are_missed_unless_the_chain_says_that_their_term_was_over(guarded: Record) -> None:
    entry = written(guarded)
    guarded.write("DELETE FROM audit_words")
    (finding,) = guarded.verified().findings
    assert (finding.position, finding.fault) == (entry.position, "removed")
    masked(guarded, words=0)  # something else was masked
    assert len(guarded.verified().findings) == 1
    masked(guarded)
    assert guarded.verified().holds
    written(guarded)
    guarded.write("DELETE FROM audit_words")
    assert len(guarded.verified().findings) == 1
