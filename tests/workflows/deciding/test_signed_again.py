"""When a case comes back, only the departments sign again of whose grounds something changed."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from adapters.store.engine import open_session, transaction
from adapters.store.schema import Document, SignatureRow, Timeline
from domain.case.record.stages import Stage
from tests.workflows.office import Office
from tests.workflows.recovering import mails
from tests.workflows.signing_again import EQUIPMENT, awaited, sign, upheld
from tests.workflows.walked_case import WalkedCase

STAND = "各部门的会签意见均仍然有效，无须重新会签。"


def upload(case: WalkedCase, code: str) -> None:
    """The applicant uploads another file under a code."""
    digest = uuid.uuid4().hex
    with transaction(case.office.engine) as session:
        session.add(
            Document(
                id=uuid.uuid4().hex,
                case_number=case.plan.case_number,
                code=code,
                name="材料.pdf",
                media_type="application/pdf",
                size=1,
                sha256=digest,
                uploaded_by="applicant-1",
                at=datetime.now(UTC),
            )
        )


def notes(case: WalkedCase) -> list[str]:
    """What the record says about signatures that were looked at again."""
    with open_session(case.office.engine) as session:
        asked = select(Timeline).where(Timeline.case_number == case.plan.case_number, Timeline.note != "")
        return [row.note for row in session.exec(asked.order_by(col(Timeline.seq)))]


async def test_a_changed_verified_figure_calls_back_only_the_departments_that_rely_on_it(
    office: Office,
) -> None:
    case = await office.file(EQUIPMENT)
    await upheld(case)
    seq = (await case.progress()).seq
    await case.act("review", decision="approve", verified_facts={"unit_price": "8800000.00"}, reason="核减。")
    assert await awaited(case) == ["commerce", "kfq"]
    (note,) = notes(case)
    assert "重新会签：市商务局、廊坊开发区（所依据的“单台销售价格(不含税)”有变化）。" in note
    assert "会签仍然有效：市市场监督管理局、市发改委、市科技局、市委网信办" in note
    assert note in mails(case, "approved")[-1]
    assert "核减。" in mails(case, "approved")[-1]
    refusal = await case.refused("sign_off", "market_regulation", decision="agree")
    assert refusal.kind == "wrong-stage"
    await sign(case)
    assert await case.stage() is Stage.PUBLIC_NOTICE
    with open_session(office.engine) as session:
        kept = session.exec(select(SignatureRow).where(col(SignatureRow.seq) > seq)).all()
    assert {(row.party, row.facts["unit_price"]) for row in kept} == {
        ("commerce", "8800000.00"),
        ("kfq", "8800000.00"),
    }


async def test_where_nothing_changed_the_stage_is_passed_and_the_record_says_why(office: Office) -> None:
    case = await office.file(EQUIPMENT)
    await upheld(case)
    same = {"unit_price": "8850000"}
    assert (await case.act("review", decision="approve", verified_facts=same)).stage is Stage.SIGN_OFF
    assert (await case.walk(Stage.PUBLIC_NOTICE)).stage is Stage.PUBLIC_NOTICE
    (note,) = notes(case)
    assert note.startswith(STAND)
    assert case.timeline().count("signed_off") == 5
    assert (await case.end()).stage is Stage.CLOSED


async def test_an_objection_of_a_department_never_stands(office: Office) -> None:
    case = await office.file(EQUIPMENT)
    await case.walk(Stage.SIGN_OFF)
    await sign(case, cyberspace="数据安全存疑")
    await case.act("settle", decision="amend", reason="补充核实")
    await case.act("review", decision="approve")
    assert await awaited(case) == ["cyberspace"]
    await sign(case, cyberspace="仍有疑问")
    assert (await case.act("settle", decision="proceed", reason="已核实")).stage is Stage.PUBLIC_NOTICE
    await upheld(case)
    await case.act("review", decision="approve")
    assert await awaited(case) == ["cyberspace"]
    assert ["上次会签提出了异议" in note for note in notes(case)] == [True, True]


async def test_a_document_that_a_supplement_replaced_calls_back_who_relies_on_it(office: Office) -> None:
    case = await office.file(EQUIPMENT)
    upload(case, "8.1-1")
    await upheld(case)
    await case.act("review", decision="return", reason="认定文件与实物不符")
    upload(case, "8.1-1")
    await case.act("supplement", "applicant", brought=("8.1-1",))
    await case.act("review", decision="approve")
    assert await awaited(case) == sorted(
        ["market_regulation", "development_and_reform", "science_and_technology", "kfq"]
    )
    assert "《首台(套)认定文件》" in notes(case)[-1]


async def test_a_figure_that_the_applicant_changed_counts_even_when_nobody_verified_it(
    office: Office,
) -> None:
    case = await office.file("headquarters")
    await case.walk(Stage.SIGN_OFF)
    await sign(case, kfq="企业类型存疑")
    await case.act("settle", decision="amend", reason="请企业说明")
    await case.act("review", decision="return", reason="请更正企业类型")
    facts = {"headquarters_kind": "regional_headquarters", "enterprise_kind": "industry_leader"}
    await case.act("supplement", "applicant", facts=facts, brought=("enterprise_kind",))
    await case.act("review", decision="approve")
    assert await awaited(case) == ["industry_and_information", "kfq"]


async def test_the_ranked_procedure_goes_through_the_same_gate(office: Office) -> None:
    case = await office.file("foundation_model")
    await case.walk(Stage.SIGN_OFF)
    await sign(case, kfq="算力成本存疑")
    await case.act("settle", decision="amend", reason="重新核实")
    lower: dict[str, Any] = {"compute_cost": "3000000.00", "scenario_count": 6}
    await case.act("review", decision="approve", verified_facts=lower)
    await case.act("review", decision="approve", expert_score=90)
    assert await awaited(case) == ["kfq"]
    await case.act("sign_off", "kfq", decision="agree")
    assert await case.stage() is Stage.BATCH_SELECTION


@pytest.mark.parametrize(
    ("figure", "parties"),
    [
        ({"amount": "1900000.00"}, ["kfq"]),
        ({"listed_on": "2026-09-02"}, ["kfq", "local_financial_regulation"]),
    ],
)
async def test_an_amount_is_confirmed_again_before_anybody_signs_again(
    office: Office, figure: dict[str, str], parties: list[str]
) -> None:
    case = await office.file("listing_award")
    await upheld(case)
    await case.act("review", decision="approve", verified_facts=figure)
    assert [task.acts for task in (await case.progress()).tasks] == [("confirm_amount",)]
    await case.act("confirm_amount", decision="confirm")
    assert await awaited(case) == parties
