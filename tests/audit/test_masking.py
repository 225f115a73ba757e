"""When its term is over, what is kept of persons in a case is masked; record, chain and pack hold as before."""

# ruff: noqa: S608 - the names of tables are our own

from datetime import UTC, datetime
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
from tests.activities.casework import AT, step
from tests.audit.papers import NUMBER, Papers

MARK = "王某某"


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
        "sha256": "0",
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
    assert mask_what_is_due(ended.engine, at_year(2030)).total() == 0
    assert places(ended) == everything
    assert mask_what_is_due(ended.engine, at_year(2032))["objection"] == 4
    assert places(ended) == {"case_file", "recusal", "timeline", "mail", "payee"}
    assert mask_what_is_due(ended.engine, at_year(2037))["case"] >= 4
    assert places(ended) == {"payee"}
    with ended.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_words")).scalar() == 0
    assert verify(ended.engine).findings == ()
    assert mask_what_is_due(ended.engine, at_year(2057))["accounts"] == 1
    assert places(ended) == set()
    before = verify(ended.engine).entries
    assert mask_what_is_due(ended.engine, at_year(2058)).total() == 0  # nothing twice
    assert verify(ended.engine).entries == before
    assert verify(ended.engine).findings == ()
    assert verify_pack(ended.pack()).findings == ()


def test_a_case_under_way_keeps_everything(papers: Papers) -> None:
    assert mask_what_is_due(papers.engine, at_year(2070)).total() == 0
