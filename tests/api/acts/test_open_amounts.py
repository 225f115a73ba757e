"""Amounts that the law leaves open (7.1, 13.2) through HTTP: entered with the document by one official, confirmed by another."""

import random
from typing import Any

import httpx
import pytest
import pytest_asyncio

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import save_account
from adapters.store.schema import RunningNumber
from tests.api.asking import application, new_key, official, paths_of, problem_of
from tests.api.procedure import People

GOOSE = {
    "measure": "leading_goose",
    "award_base_key": None,
    "facts": {"selection_document": "廊工信〔2026〕30号", "wished_amount": "800000.00"},
}
LISTING = {
    "measure": "listing_award",
    "award_base_key": None,
    "facts": {
        "exchange": "北京证券交易所",
        "listed_on": "2026-09-18",
        "policy_document": "廊政办〔2025〕12号",
        "policy_clause": "第三条",
    },
}
SELECTED: dict[str, Any] = {
    "decision": "approve",
    "checklist": {"selected": True},
    "verified_facts": {"selection_document": "廊工信〔2026〕31号", "amount": "500000.00"},
    "reason": "已列入评选结果。",
}
LISTED: dict[str, Any] = {
    "decision": "approve",
    "checklist": {"ai_enterprise": True, "listing_policy": True},
    "verified_facts": {
        "policy_document": "廊政办〔2025〕12号",
        "policy_clause": "第三条第二款",
        "amount": "2000000.00",
    },
}
CONFIRM = {"decision": "confirm"}


@pytest.fixture
def desk() -> tuple[str, str]:
    """The lead and the item of the text."""
    return "industry_and_information", "7.1"


@pytest_asyncio.fixture
async def people(
    served: httpx.AsyncClient, worked: None, served_settings: Settings, desk: tuple[str, str]
) -> People:
    """Everybody, with three people at the desk of the lead."""
    department, number = desk
    engine = open_engine(served_settings.database_url)
    for username in ("enters", "confirms", "third"):
        save_account(engine, official(username, department))
    with transaction(engine) as session:
        session.add(RunningNumber(key=f"2026-{number}", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    return People(served)


async def filed(people: People, **changes: Any) -> None:
    """Filed, and complete."""
    body = application(**changes)
    case = await people.do("yunshu", "/v1/applications", body)
    people.case = f"/v1/applications/{case['case_number']}"
    asked = (await people.http.get(f"/v1/measures/{body['measure']}")).json()["documents"]
    papers = [each["code"] for each in asked if not each["electronic"] and each["phase"] == "申报"]
    await people.do("enters", "/completeness", {"decision": "accept", "received_on_paper": papers})


async def test_one_official_enters_the_amount_and_another_confirms_it(people: People) -> None:
    await filed(people, **GOOSE)
    assert (await people.get("yunshu")).json()["amount"] is None
    entered = await people.do("enters", "/review", SELECTED)
    assert (entered["stage"], entered["amount"]) == ("牵头审核中", "500000.00")
    (task,) = entered["waiting_for"]
    assert (task["party"], task["acts"]) == ("industry_and_information", ["confirm_amount"])
    assert "等待：市工信局确认金额" in entered["sentence"]
    assert "下一步：确认后继续办理，退回的重新审核" in entered["sentence"]
    same = problem_of(await people.post("enters", "/amount-confirmation", CONFIRM), 403, "conflict-of-roles")
    assert "相互制约" in same["why"]
    problem_of(await people.post("kfq", "/signoffs", {"decision": "agree"}), 409, "wrong-stage")
    confirmed = await people.do("confirms", "/amount-confirmation", CONFIRM)
    assert (confirmed["stage"], [each["party"] for each in confirmed["waiting_for"]]) == (
        "部门会签中",
        ["kfq"],
    )
    sheet = (await people.get("yunshu")).json()["sheet"]
    assert [line["explanation"] for line in sheet] == [
        "申请单位期望 800,000.00 元，仅供参考，不作为核定依据",
        "依据文件核定 500,000.00 元（评选文件文号：廊工信〔2026〕31号）",
    ]
    record = [entry["event"] for entry in (await people.get("auditor")).json()["timeline"]]
    assert record[-2:] == ["amount_entered", "approved"]


@pytest.mark.parametrize(
    ("entered", "paths"),
    [
        ({}, {"verified_facts.selection_document", "verified_facts.amount"}),
        ({"amount": "500000.00"}, {"verified_facts.selection_document"}),
        ({"selection_document": "1号"}, {"verified_facts.amount"}),
        ({"selection_document": None, "amount": "500000.00"}, {"verified_facts.selection_document"}),
        ({"selection_document": " ", "amount": "500000.00"}, {"facts.selection_document"}),
        ({"selection_document": "1号", "amount": "-1.00"}, {"facts.amount"}),
    ],
)
async def test_without_its_document_an_amount_is_refused(
    people: People, entered: dict[str, Any], paths: set[str]
) -> None:
    """What the applicant typed as the document's number does not stand for the office's own reading of it."""
    await filed(people, **GOOSE)
    said = SELECTED | {"verified_facts": entered}
    problem = problem_of(await people.post("enters", "/review", said), 422, "invalid-input")
    assert paths_of(problem) == paths


async def test_nothing_is_nothing_payable(people: People) -> None:
    await filed(people, **GOOSE)
    said = SELECTED | {"verified_facts": {"selection_document": "1号", "amount": "0.00"}}
    problem_of(await people.post("enters", "/review", said), 422, "not-eligible")


async def test_an_amount_that_is_not_confirmed_is_reviewed_again(people: People) -> None:
    await filed(people, **GOOSE)
    await people.do("enters", "/review", SELECTED)
    bare = await people.post("confirms", "/amount-confirmation", {"decision": "return"})
    assert paths_of(problem_of(bare, 422, "invalid-input")) == {"reason"}
    returned = {"decision": "return", "reason": "文件载明 50 万元以下，请核对。"}
    again = await people.do("confirms", "/amount-confirmation", returned)
    assert [task["acts"] for task in again["waiting_for"]] == [["review"]]
    problem_of(await people.post("confirms", "/review", SELECTED), 403, "conflict-of-roles")
    lower = {"decision": "approve", "verified_facts": {"amount": "450000.00"}}
    assert (await people.do("third", "/review", lower))["amount"] == "450000.00"
    done = await people.do("confirms", "/amount-confirmation", CONFIRM)
    assert (done["stage"], done["amount"]) == ("部门会签中", "450000.00")


async def test_what_an_applicant_files_as_amount_is_not_taken(people: People) -> None:
    wished = {"selection_document": "1号", "amount": "500000.00"}
    body = application(**GOOSE | {"facts": wished})
    answer = await people.post("yunshu", "/v1/applications", body, new_key())
    problem = problem_of(answer, 422, "invalid-input")
    assert [each["message"] for each in problem["errors"]] == ["“评选文件载明的奖励金额”在牵头审核阶段填报"]


@pytest.mark.parametrize("desk", [("peoples_bank", "13.2")])
async def test_a_listing_award_is_stated_by_its_policy(people: People) -> None:
    await filed(people, **LISTING)
    short = LISTED | {"verified_facts": {"policy_document": "廊政办〔2025〕12号", "amount": "2000000.00"}}
    problem = problem_of(await people.post("enters", "/review", short), 422, "invalid-input")
    assert paths_of(problem) == {"verified_facts.policy_clause"}
    await people.do("enters", "/review", LISTED)
    done = await people.do("confirms", "/amount-confirmation", CONFIRM)
    assert done["amount"] == "2000000.00"
    parties = {each["party"] for each in done["waiting_for"]}
    assert parties == {"local_financial_regulation", "kfq"}


async def test_a_quote_tells_when_the_amount_is_decided(http: httpx.AsyncClient) -> None:
    body = {"measure": "leading_goose", "facts": {"selection_document": "1号"}}
    asked = (await http.post("/v1/quotes", json=body)).json()
    assert (asked["eligible"], asked["amount"]) == (True, None)
    assert asked["lines"][-1]["explanation"] == "金额在牵头审核阶段按评选文件载明的奖励金额计算"
    body["facts"] |= {"amount": "500000.00"}  # type: ignore[operator]
    assert (await http.post("/v1/quotes", json=body)).json()["amount"] == "500000.00"
