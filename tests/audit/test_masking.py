"""When its term is over, what is kept of persons in a case is masked; record, chain and pack hold as before."""

# ruff: noqa: S608 - the names of tables are our own

import json
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import text

from adapters.store.engine import transaction
from adapters.store.people.recusals import RecusalRecord, add_recusal
from adapters.store.personal_data.masking import mask_what_is_due
from adapters.store.schema import ObjectionRow, OutsideEvidenceRow, OutsideObjectorRow
from audit.pack_verification import verify_pack
from audit.verification import verify
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.verbs import ENTER_STAGE
from tests.activities.casework import AT, act, step
from tests.audit.papers import CONTENTS, NUMBER, Papers, files_of, named, packed, with_new_manifest

MARK = "王某某"
OTHER = "LF2026-0502-00002"
EVIDENCE = b"%PDF-1.7 evidence"


@pytest.fixture
def ended(papers: Papers) -> Papers:
    """The case has ended, and names a person wherever it can."""
    objector = OutsideObjectorRow(
        id="o1", case_number=NUMBER, seq=1, name=MARK, contact=f"{MARK}@example.com", content=MARK,
        evidence=MARK, address=f"{MARK}@example.com", ticket="t", token="k", request="", mails=1,
        created_at=AT, confirmed_at=AT,
    )  # fmt: skip
    other = objector.model_dump() | {"id": "o2", "address": f"{MARK}2@example.com", "token": "l"}
    file: dict[str, Any] = {
        "name": f"{MARK}.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": papers.vault.keep(EVIDENCE),
        "content": b"x",
    }
    with transaction(papers.engine) as session:
        session.add(objector)
        session.add(OutsideObjectorRow(**other))
        session.flush()
        session.add(OutsideEvidenceRow(id="e1", objector="o1", **file))
        objection: dict[str, Any] = {
            "case_number": NUMBER,
            "raised_by": "o1",
            "party": "public",
            "content": MARK,
            "at": AT,
        }
        session.add(ObjectionRow(id="b1", **objection))
        add_recusal(session, RecusalRecord(case_number=NUMBER, account="a9", party="x", reason=MARK, at=AT))
        session.connection().execute(
            text("UPDATE case_file SET contact_email = :mark, maker = :mark"), {"mark": MARK}
        )
    end = step(NUMBER, 2, Stage.WITHDRAWN, Event.WITHDRAWN, reason=f"{MARK}要求", final=True)
    papers.casework.do(ENTER_STAGE, end)
    return papers


def places(papers: Papers) -> set[str]:
    """The tables in which the person is still named."""
    with papers.engine.connect() as connection:
        tables = [
            "case_file",
            "outside_objector",
            "outside_evidence",
            "objection",
            "recusal",
            "timeline",
            "mail",
            "payee",
            "audit_words",
        ]
        return {
            table
            for table in tables
            if any(
                MARK in str(row) or "6217000100012345" in str(row)
                for row in connection.execute(text(f"SELECT * FROM {table}"))
            )
        }


def at_year(year: int) -> datetime:
    return datetime(year, 6, 1, tzinfo=UTC)


def test_each_term_masks_its_own_and_the_record_holds(ended: Papers) -> None:
    everything = places(ended)
    assert everything == {
        *("case_file", "outside_objector", "outside_evidence", "objection"),
        *("recusal", "timeline", "mail", "payee"),
    }
    assert mask_what_is_due(ended.engine, ended.vault.erase, at_year(2030)).total() == 0
    assert places(ended) == everything
    assert mask_what_is_due(ended.engine, ended.vault.erase, at_year(2032))["objection"] == 4
    assert places(ended) == {"case_file", "recusal", "timeline", "mail", "payee"}
    assert mask_what_is_due(ended.engine, ended.vault.erase, at_year(2037))["case"] >= 4
    assert places(ended) == {"payee"}
    with ended.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_words")).scalar() == 0
    assert verify(ended.engine).findings == ()
    assert mask_what_is_due(ended.engine, ended.vault.erase, at_year(2057))["accounts"] == 1
    assert places(ended) == set()
    before = verify(ended.engine).entries
    assert mask_what_is_due(ended.engine, ended.vault.erase, at_year(2058)).total() == 0  # nothing twice
    assert verify(ended.engine).entries == before
    assert verify(ended.engine).findings == ()
    assert verify_pack(ended.pack()).findings == ()


def test_a_case_under_way_keeps_everything(papers: Papers) -> None:
    assert mask_what_is_due(papers.engine, papers.vault.erase, at_year(2070)).total() == 0


def lie_there(papers: Papers, *contents: bytes) -> list[bool]:
    return [papers.vault.path(sha256(each).hexdigest()).exists() for each in contents]


def test_files_are_erased_at_their_term_unless_another_case_needs_the_same(ended: Papers) -> None:
    one, two = CONTENTS[:2]
    ended.casework.file(OTHER, "national_research_platform", {"platform_kind": "key_laboratory"})
    ended.add_document("other", "同一文件.pdf", two, OTHER)
    for years, left in ((4, [True, True, True]), (6, [False, True, True]), (31, [False, False, True])):
        mask_what_is_due(ended.engine, ended.vault.erase, at_year(2026 + years))
        assert lie_there(ended, EVIDENCE, one, two) == left, years
    assert verify(ended.engine).findings == ()
    path = ended.pack()
    assert verify_pack(path).findings == ()
    manifest = json.loads(files_of(path)["manifest.json"])
    assert [sha256(one).hexdigest() in note for note in manifest["notes"] if "清除" in note] == [True]


def test_what_was_given_again_within_a_day_is_not_erased(papers: Papers) -> None:
    """Somebody is about to enter it: its row is not there yet."""
    digest, now = papers.vault.keep(EVIDENCE), datetime.now(UTC)
    papers.vault.erase(digest, now)
    assert lie_there(papers, EVIDENCE) == [True]
    os.utime(papers.vault.path(digest), (0, 0))
    papers.vault.keep(EVIDENCE)
    papers.vault.erase(digest, now)
    assert lie_there(papers, EVIDENCE) == [True]
    papers.vault.erase(digest, now + timedelta(days=2))
    papers.vault.erase(digest, now + timedelta(days=2))
    assert lie_there(papers, EVIDENCE) == [False]


def test_what_an_act_says_is_sealed_and_masked_with_its_reason(papers: Papers) -> None:
    said = act("a-3", "review", decision="approve", reason=MARK)
    papers.casework.do(
        ENTER_STAGE, step(NUMBER, 2, Stage.WITHDRAWN, Event.WITHDRAWN, acts=(said,), final=True)
    )
    path = papers.pack()
    assert verify_pack(path).findings == ()
    forged = {**files_of(path), "acts.json": files_of(path)["acts.json"].replace(b"approve", b"refuse_")}
    assert "acts.json a-3" in named(packed(papers.folder / "forged.zip", with_new_manifest(forged)))
    mask_what_is_due(papers.engine, papers.vault.erase, at_year(2037))
    masked = papers.pack("masked.zip")
    assert verify_pack(masked).findings == ()
    assert MARK not in files_of(masked)["acts.json"].decode()
    (kept,) = (each for each in json.loads(files_of(masked)["acts.json"]) if each["id"] == "a-3")
    assert kept["content"] == {"decision": "approve", "reason": "****"}
