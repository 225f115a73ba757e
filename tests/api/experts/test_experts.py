"""An expert panel through HTTP: asked, interests declared, marks given sheet by sheet, and its score is the case's."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import httpx
import pytest_asyncio
from pypdf import PdfWriter
from sqlmodel import select

from activities.people.experts import remind_experts
from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.people.accounts import save_account
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import Mail, RunningNumber
from tests.api.asking import TODAY, application, new_key, official, paths_of, problem_of
from tests.api.links import links_of
from tests.api.procedure import People

DUE = TODAY + timedelta(days=20)
MODEL = {
    "measure": "foundation_model",
    "award_base_key": "云枢大模型",
    "facts": {"parameter_count": 7_000_000_000, "scenario_count": 6, "compute_cost": "3600000.00"},
}
POINTS = {"key_industry": True, "joint_original": True, "builder": True}
APPROVAL = {"decision": "approve", "reason": "同意专家组意见。"}
CRITERIA = [{"name": "原创性", "weight": 60}, {"name": "应用成效", "weight": 40}]
PANEL: dict[str, Any] = {
    "question": "模型是否原创？",
    "criteria": CRITERIA,
    "experts": ["expert_1", "expert_2"],
    "due_on": DUE.isoformat(),
}
NO_INTEREST = {"has_interest": False}


def a_page() -> bytes:
    """A document that opens and has a page."""
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(content)
    return content.getvalue()


def mails_to(settings: Settings, *recipients: str) -> list[str]:
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        found = session.exec(select(Mail).where(Mail.recipient.in_(recipients))).all()  # type: ignore[attr-defined]
    engine.dispose()
    return sorted(f"{mail.event} {mail.recipient.partition('@')[0]}" for mail in found)


@pytest_asyncio.fixture
async def people(served: httpx.AsyncClient, worked: None, served_settings: Settings) -> People:
    """Everybody, with a model that is with its experts."""
    engine = open_engine(served_settings.database_url)
    save_account(engine, official("kjj", "science_and_technology"))
    with transaction(engine) as session:
        session.add(RunningNumber(key="2026-3", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    found = People(served)
    case = await found.do("yunshu", "/v1/applications", application(**MODEL))
    found.case = f"/v1/applications/{case['case_number']}"
    papers = ["3-1", "3-2", "3-3"]
    await found.do("kjj", "/completeness", {"decision": "accept", "received_on_paper": papers})
    await found.do("kjj", "/review", {**APPROVAL, "checklist": POINTS})
    return found


async def asked(people: People, **changes: Any) -> tuple[dict[str, Any], str]:
    """A panel, and where its experts find it."""
    answer = await people.post("kjj", "/expert-panel", {**PANEL, **changes})
    assert answer.status_code == 201, answer.text
    panel: dict[str, Any] = answer.json()
    return panel, f"/v1/expert-panels/{panel['id']}"


async def said(
    people: People, expert: str, path: str, body: Any, key: dict[str, str] | None = None
) -> dict[str, Any]:
    answer = await people.http.post(path, json=body, headers=await people.known(expert) | (key or {}))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def marks(originality: int, effect: int) -> dict[str, Any]:
    return {"marks": {"原创性": originality, "应用成效": effect}, "opinion": "方案完整。"}


async def test_a_panel_judges_and_its_score_is_the_case_s(people: People, served_settings: Settings) -> None:
    early = problem_of(await people.post("kjj", "/review", APPROVAL, new_key()), 409, "wrong-stage")
    assert "专家组" in early["remedy"]
    document = (await people.upload("yunshu", a_page(), "3-1", new_key())).json()["id"]
    panel, own = await asked(people, documents=[document])
    assert mails_to(served_settings, "expert_1@example.com") == ["expert_asked expert_1"]

    before = (await people.http.get(own, headers=await people.known("expert_1"))).json()
    assert before["documents"] == []
    blocked = await people.http.get(f"{own}/documents/{document}", headers=await people.known("expert_1"))
    problem_of(blocked, 404, "not-found")
    problem_of(
        await people.http.post(f"{own}/marks", json=marks(90, 80), headers=await people.known("expert_1")),
        409,
        "wrong-stage",
    )
    accepted = await said(people, "expert_1", f"{own}/declaration", NO_INTEREST)
    assert [each["id"] for each in accepted["documents"]] == [document]
    read = await people.http.get(f"{own}/documents/{document}", headers=await people.known("expert_1"))
    assert read.status_code == 200
    await said(people, "expert_1", f"{own}/marks", marks(90, 80))
    waits = problem_of(await people.post("kjj", "/review", APPROVAL, new_key()), 409, "wrong-stage")
    assert "expert_2" in waits["detail"]
    key = new_key()
    declared = await said(people, "expert_2", f"{own}/declaration", NO_INTEREST, key)
    await said(people, "expert_2", f"{own}/marks", marks(75, 80))
    again = await said(people, "expert_2", f"{own}/declaration", NO_INTEREST, key)
    assert again == declared, "a request that is repeated gets its first answer"
    sheets = (await people.get("kjj", "/expert-panel")).json()
    assert sorted(Decimal(each["total"]) for each in sheets["seats"]) == [77, 86]
    assert sheets["score"] == 82, "(86 + 77) / 2 = 81.5, half up"
    links = links_of(served_settings, people.case.rpartition("/")[2])
    assert ("document:viewed", document) in links
    assert links[-1] == ("expert-panel:viewed", "")
    done = await people.do("kjj", "/review", APPROVAL)
    assert done["stage"] == "部门会签中"
    assert (await people.get("kjj")).json()["expert_score"] == 82
    late = await people.http.post(f"{own}/marks", json=marks(1, 1), headers=await people.known("expert_1"))
    problem_of(late, 409, "wrong-stage")
    assert panel["score"] is None


async def test_an_interest_or_a_revocation_takes_an_expert_out(
    people: People, served_settings: Settings
) -> None:
    panel, own = await asked(people)
    problem_of(
        await people.http.post(
            f"{own}/declaration", json={"has_interest": True}, headers=await people.known("expert_1")
        ),
        422,
        "invalid-input",
    )
    out = await said(
        people, "expert_1", f"{own}/declaration", {"has_interest": True, "statement": "曾任该单位顾问。"}
    )
    assert out["own"]["status_name"] == "已回避"
    seat = next(each for each in panel["seats"] if each["expert"] == "expert_2")
    revoked = await people.post(
        "kjj", f"/expert-panel/experts/{seat['account']}/revocation", {"reason": "出差"}
    )
    assert revoked.status_code == 200, revoked.text
    gone = await people.http.get(own, headers=await people.known("expert_2"))
    problem_of(gone, 404, "not-found")
    problem_of(await people.post("kjj", "/review", APPROVAL, new_key()), 409, "wrong-stage")
    added = await people.post("kjj", "/expert-panel/experts", {"expert": "expert_3"})
    assert added.status_code == 201, added.text
    await said(people, "expert_3", f"{own}/declaration", NO_INTEREST)
    await said(people, "expert_3", f"{own}/marks", marks(70, 70))
    await people.do("kjj", "/review", APPROVAL)
    assert (await people.get("kjj")).json()["expert_score"] == 70
    assert "expert_revoked expert_2" in mails_to(served_settings, "expert_2@example.com")


async def test_a_wrong_panel_is_refused_field_by_field(people: People) -> None:
    wrong = {
        "criteria": [{"name": "原创性", "weight": 60}, {"name": "原创性", "weight": 60}],
        "experts": ["nobody", "expert_1", "expert_1", "gxj"],
        "documents": ["none"],
        "due_on": TODAY.isoformat(),
    }
    refused = problem_of(await people.post("kjj", "/expert-panel", {**PANEL, **wrong}), 422, "invalid-input")
    assert paths_of(refused) == {
        *("criteria", "due_on", "documents[0]", "experts[0]", "experts[2]", "experts[3]"),
    }
    problem_of(await people.post("gxj", "/expert-panel", PANEL), 403, "not-allowed")
    made = await people.do("kjj", "/expert-panel", PANEL)  # which asks twice with one key
    assert len(made["seats"]) == 2
    problem_of(await people.post("kjj", "/expert-panel", PANEL, new_key()), 409, "wrong-stage")


async def test_one_request_that_comes_twice_at_once_makes_one_panel(people: People) -> None:
    key = new_key()
    await people.known("kjj")
    answers = await asyncio.gather(*(people.post("kjj", "/expert-panel", PANEL, key) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_nobody_else_reads_what_experts_say(people: People) -> None:
    _, own = await asked(people)
    problem_of(await people.get("yunshu", "/expert-panel"), 403, "not-allowed")
    problem_of(await people.http.get(own, headers=await people.known("expert_3")), 404, "not-found")
    problem_of(await people.http.get(own, headers=await people.known("kjj")), 403, "not-allowed")
    mine = await people.http.get("/v1/expert-panels", headers=await people.known("expert_1"))
    assert len(mine.json()) == 1
    assert (await people.get("auditor", "/expert-panel")).status_code == 200
    none = await people.http.get("/v1/expert-panels", headers=await people.known("expert_3"))
    assert none.json() == []


async def test_who_is_late_is_reminded_once(people: People, served_settings: Settings) -> None:
    _, own = await asked(people)
    await said(people, "expert_1", f"{own}/declaration", NO_INTEREST)
    await said(people, "expert_1", f"{own}/marks", marks(70, 70))
    engine = open_engine(served_settings.database_url)
    letterhead = Letterhead(public_url="http://city", mail_domain="city.example")
    for until in (DUE - timedelta(days=1), DUE, DUE + timedelta(days=3)):
        with transaction(engine) as session:
            remind_experts(session, letterhead, until, datetime.now(UTC))
    engine.dispose()
    told = mails_to(served_settings, "expert_1@example.com", "expert_2@example.com")
    assert [each for each in told if each.startswith("expert_reminded")] == ["expert_reminded expert_2"]


async def test_an_expert_is_no_office_and_reads_of_no_unit(people: People) -> None:
    for path in ("/v1/units", "/v1/units/91131071MAFAKE019W", "/v1/departments"):
        answer = await people.http.get(path, headers=await people.known("expert_1"))
        assert answer.status_code in {403, 404}, path
        assert "contact" not in answer.text
