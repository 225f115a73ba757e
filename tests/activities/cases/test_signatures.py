"""A signature is kept with its grounds in the step that records it, and judged once when the case comes back."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, update

from adapters.store.cases.file import change_case
from adapters.store.cases.signatures import signatures_of
from adapters.store.engine import transaction
from adapters.store.schema import Document, SignatureRecallRow, SignatureRow
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import RecordedAct
from domain.case.roles import Actor, Role
from domain.case.signatures import SignatureRecall as Recall
from domain.case.verbs import ENTER_STAGE, RECALL_SIGNATURES
from tests.activities.casework import AT, Casework, step

NUMBER = "LF2026-0801-00001"
SIGNERS = ("market_regulation", "commerce", "kfq")


@pytest.fixture
def number(casework: Casework) -> str:
    casework.file(NUMBER, "first_equipment", {"unit_price": "8850000.00"})
    upload(casework, "8.1-1", "aa")
    upload(casework, "8.1-2", "bb")
    return NUMBER


def upload(casework: Casework, code: str, digest: str) -> None:
    content: dict[str, Any] = {"name": "a.pdf", "media_type": "application/pdf", "size": 1}
    with transaction(casework.engine) as session:
        session.add(
            Document(
                id=uuid.uuid4().hex,
                case_number=NUMBER,
                code=code,
                sha256=digest,
                uploaded_by="a1",
                at=AT,
                **content,
            )
        )


def signed(party: str, decision: str = "agree") -> RecordedAct:
    by = Actor(account=f"{party}-1", role=Role.OFFICIAL, party=party)
    return RecordedAct(
        id=f"{party}-{decision}",
        kind="sign_off",
        by=by,
        digest="d",
        outcome=decision,
        reason="",
        content={"decision": decision},
    )


def sign(casework: Casework, seq: int, *acts: RecordedAct) -> None:
    casework.do(ENTER_STAGE, step(NUMBER, seq, Stage.SIGN_OFF, Event.SIGNED_OFF, acts=acts))


def recall(casework: Casework, seq: int) -> dict[str, bool]:
    asked = Recall(case_number=NUMBER, seq=seq, at=AT + timedelta(days=9), signers=SIGNERS)
    answer = casework.do(RECALL_SIGNATURES, asked)
    assert casework.do(RECALL_SIGNATURES, asked) == answer
    return {verdict.party: verdict.signs_again for verdict in answer.verdicts}


def test_a_signature_is_kept_with_what_its_party_relies_on_once(casework: Casework, number: str) -> None:
    for _ in range(2):
        sign(casework, 5, signed("commerce"), signed("market_regulation"))
    sign(casework, 6, signed("kfq"))
    kept = {row.party: (row.facts, row.documents) for row in casework.rows(SignatureRow)}
    assert kept == {
        "commerce": ({"unit_price": "8850000.00"}, {"8.1-2": ["bb"]}),
        "market_regulation": ({}, {"8.1-1": ["aa"]}),
        "kfq": ({"unit_price": "8850000.00"}, {"8.1-1": ["aa"], "8.1-2": ["bb"]}),
    }


def test_other_acts_leave_no_signature(casework: Casework, number: str) -> None:
    other = signed("commerce").model_copy(update={"kind": "review"})
    sign(casework, 5, other)
    assert casework.rows(SignatureRow) == []


def test_a_verified_figure_calls_back_whom_it_concerns_and_is_judged_once(
    casework: Casework, number: str
) -> None:
    sign(casework, 5, *(signed(party) for party in SIGNERS))
    assert recall(casework, 6) == {"market_regulation": False, "commerce": False, "kfq": False}
    with transaction(casework.engine) as session:
        change_case(session, number, verified_facts={"unit_price": "8800000.00"})
    assert recall(casework, 6) == {"market_regulation": False, "commerce": False, "kfq": False}
    assert recall(casework, 9) == {"market_regulation": False, "commerce": True, "kfq": True}
    assert len(casework.rows(SignatureRecallRow)) == 6
    _, recalls = signatures_of(casework.engine, number)
    assert recalls["commerce"].why == "所依据的“单台销售价格(不含税)”有变化"
    assert recalls["market_regulation"].why == "所依据的数据和材料没有变化"


def test_the_last_signature_of_a_party_counts(casework: Casework, number: str) -> None:
    sign(casework, 5, signed("market_regulation", "object"), signed("commerce"), signed("kfq"))
    assert recall(casework, 6) == {"market_regulation": True, "commerce": False, "kfq": False}
    sign(casework, 8, signed("market_regulation"))
    upload(casework, "8.1-2", "cc")
    assert recall(casework, 9) == {"market_regulation": False, "commerce": True, "kfq": True}


def test_who_has_not_signed_yet_signs(casework: Casework, number: str) -> None:
    assert recall(casework, 6) == dict.fromkeys(SIGNERS, True)


@pytest.mark.parametrize(
    "change",
    [
        update(SignatureRow).values(decision="agree"),
        delete(SignatureRow).where(col(SignatureRow.party) == "commerce"),
        delete(SignatureRecallRow),
    ],
    ids=["change", "remove", "remove-recall"],
)
def test_what_was_signed_stays(casework: Casework, number: str, change: Any) -> None:
    sign(casework, 5, signed("commerce", "object"))
    recall(casework, 6)
    with pytest.raises(DBAPIError), transaction(casework.engine) as session:
        session.exec(change)
