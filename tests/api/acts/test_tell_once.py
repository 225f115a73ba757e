"""Defects through HTTP: in words of the library, all at once, and what was accepted stays accepted."""

from typing import Any

import httpx
import pytest

from adapters.settings import Settings
from adapters.store.cases.earlier_acts import earlier_acts
from adapters.store.engine import open_engine, open_session
from adapters.store.people.accounts import save_account
from domain.case.roles import Role
from tests.api.asking import new_key, official, paths_of, problem_of
from tests.api.procedure import POINTS, People
from tools.demo.paper import pdf_of

REPORT = "专项审计报告(建设投资额)"
NOT_STAMPED = {"item": "1.1-3", "reason": "not_stamped"}
FIRST: dict[str, Any] = {
    "decision": "supplement",
    "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"],
    "defects": [
        NOT_STAMPED,
        {"item": "audited_investment", "reason": "figures_disagree", "note": "报告第12页"},
        {"item": "1.1-3", "reason": "incomplete"},
        {"item": "contact_email", "problem": "请填写单位邮箱。"},
    ],
}


@pytest.fixture
def head(served_settings: Settings) -> str:
    """The head of the lead department, who may also do what its officials do."""
    engine = open_engine(served_settings.database_url)
    account = official("fgw_head", "development_and_reform", Role.OFFICIAL, Role.SUPERVISOR)
    save_account(engine, account)
    engine.dispose()
    return account.username


async def refused(people: People, path: str, body: dict[str, Any], username: str = "fgw") -> set[str]:
    problem = problem_of(await people.post(username, path, body), 422, "invalid-input")
    return paths_of(problem)


async def test_the_library_is_public(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/defect-reasons")
    assert answer.status_code == 200
    reasons = {reason["code"]: reason for reason in answer.json()}
    assert reasons["not_stamped"]["about"] == ["document"]
    assert "{document}" in reasons["not_stamped"]["text"]
    assert all(reason["clause"] for reason in reasons.values())


@pytest.mark.parametrize(
    ("defect", "field"),
    [
        ({"item": "9-9", "reason": "missing"}, "item"),
        ({"item": "1.2-3", "reason": "missing"}, "item"),
        ({"item": "1.1-3", "reason": "ugly"}, "reason"),
        ({"item": "audited_investment", "reason": "not_stamped"}, "reason"),
        ({"item": "1.1-3", "reason": "missing", "problem": "缺"}, "problem"),
        ({"item": "1.1-3"}, "problem"),
        ({"item": "1.1-3", "problem": "  "}, "problem"),
        ({"item": "1.1-3", "problem": "缺", "note": "第2页"}, "note"),
        ({"item": "1.1-3", "problem": "缺", "page": 2}, "page"),
    ],
)
async def test_a_defect_that_cannot_be_told_is_refused_by_its_field(
    people: People, defect: dict[str, Any], field: str
) -> None:
    body = {"decision": "supplement", "defects": [NOT_STAMPED, defect]}
    assert await refused(people, "/completeness", body) == {f"defects[1].{field}"}


async def test_all_is_told_at_once_and_what_was_accepted_stays_accepted(people: People) -> None:
    before = (await people.get("yunshu")).json()
    assert before["items"] == {"accepted": [], "open": []}
    await people.do("fgw", "/completeness", FIRST)
    asked = (await people.get("yunshu")).json()
    entry = asked["timeline"][-1]
    assert (entry["notice"], entry["note"]) == (1, "")
    assert entry["defects"][0] == {
        "item": "1.1-3",
        "problem": f"“{REPORT}”未加盖申请单位公章（或有效电子印章），请盖章后重新提交。",
        "reason": "not_stamped",
        "name": REPORT,
    }
    assert entry["defects"][1]["problem"].endswith("（报告第12页）")
    assert {item["item"] for item in asked["items"]["accepted"]} == {"C1", "C3", "C8", "1.1-1", "1.1-2"}
    opened = {item["item"]: (len(item["problems"]), item["is_answered"]) for item in asked["items"]["open"]}
    assert opened == {
        "1.1-3": (2, False),
        "audited_investment": (1, False),
        "contact_email": (1, False),
    }

    assert (await people.upload("yunshu", pdf_of("stamped"), "1.1-3", new_key())).status_code == 201
    facts = {"audited_investment": "122000000.00", "commissioned_on": "2026-03-01"}
    await people.do("yunshu", "/supplement", {"facts": facts})
    answered = (await people.get("fgw")).json()["items"]["open"]
    assert {item["item"]: item["is_answered"] for item in answered} == {
        "1.1-3": True,
        "audited_investment": True,
        "contact_email": False,
    }
    # What was received on paper at the first check need not be listed again; the report came by upload.
    assert (await people.do("fgw", "/completeness", {"decision": "accept"}))["stage"] == "牵头审核中"
    accepted = (await people.get("yunshu")).json()["items"]
    assert (len(accepted["accepted"]), accepted["open"]) == (6, [])


async def test_a_paper_that_a_notice_named_is_to_come_anew(people: People) -> None:
    await people.do("fgw", "/completeness", FIRST)
    await people.do("yunshu", "/supplement", {})
    problem = problem_of(
        await people.post("fgw", "/completeness", {"decision": "accept"}), 422, "invalid-input"
    )
    assert [entry["message"] for entry in problem["errors"]] == [f"缺少材料“{REPORT}”（1.1-3）"]
    again = {"decision": "accept", "received_on_paper": ["1.1-3"]}
    assert (await people.do("fgw", "/completeness", again))["stage"] == "牵头审核中"


async def test_a_second_notice_needs_its_ground_and_is_counted(people: People, head: str) -> None:
    await people.do("fgw", "/completeness", FIRST)
    await people.upload("yunshu", pdf_of("stamped"), "1.1-3", new_key())
    await people.do("yunshu", "/supplement", {})
    again: dict[str, Any] = {"decision": "supplement", "defects": [NOT_STAMPED]}
    assert await refused(people, "/completeness", again) == {"new_fact", "supervisor_reason"}
    other = {"decision": "supplement", "defects": [{"item": "1.1-1", "reason": "expired"}]}
    assert await refused(people, "/completeness", other | {"new_fact": "又看了一遍"}) == {"defects[0].item"}
    by_clerk = await people.post("fgw", "/completeness", other | {"supervisor_reason": "事关资金安全。"})
    assert "第三十六条" in problem_of(by_clerk, 403, "not-allowed")["clause"]

    told = await people.do("fgw", "/completeness", again | {"new_fact": "新交的报告仍未盖章。"})
    assert told["stage"] == "待补正"
    await people.do("yunshu", "/supplement", {})
    by_head = other | {"supervisor_reason": "事关资金安全。"}
    assert (await people.do(head, "/completeness", by_head))["stage"] == "待补正"
    timeline = (await people.get("yunshu")).json()["timeline"]
    assert [(entry["notice"], entry["note"]) for entry in timeline if entry["notice"]] == [
        (1, ""),
        (2, "本通知为第2次补正通知。新情况：新交的报告仍未盖章。"),
        (3, "本通知为第3次补正通知。主管负责人说明的理由：事关资金安全。"),
    ]


async def test_what_an_official_uploads_was_not_brought_by_the_applicant(people: People) -> None:
    await people.do("fgw", "/completeness", FIRST)
    assert (await people.upload("fgw", pdf_of("scan"), "1.1-1", new_key())).status_code == 201
    await people.do("yunshu", "/supplement", {})
    assert (await people.upload("fgw", pdf_of("later"), "1.1-2", new_key())).status_code == 201
    again = {
        "decision": "supplement",
        "new_fact": "缺页",
        "defects": [{"item": "1.1-1", "reason": "incomplete"}],
    }
    assert await refused(people, "/completeness", again) == {"defects[0].item"}
    later = again | {"defects": [{"item": "1.1-2", "reason": "incomplete"}]}
    assert await refused(people, "/completeness", later) == {"defects[0].item"}
    assert (await people.upload("yunshu", pdf_of("own"), "1.1-2", new_key())).status_code == 201
    assert (await people.do("fgw", "/completeness", later))["stage"] == "待补正"


async def test_confirmed_points_need_not_be_confirmed_again_and_the_record_says_so(
    people: People, served_settings: Settings
) -> None:
    await people.do("fgw", "/completeness", FIRST | {"decision": "accept", "defects": []})
    seen = {"public_platform": True, "services_to_enterprises": True}
    back = {"decision": "return", "reason": "请补正", "checklist": seen, "defects": [NOT_STAMPED]}
    await people.do("fgw", "/review", back)
    await people.do("yunshu", "/supplement", {})
    assert await refused(people, "/review", {"decision": "approve"}) == {"checklist.builder"}
    doubt = {"decision": "approve", "checklist": {"builder": True, "public_platform": False}}
    assert await refused(people, "/review", doubt) == {"checklist.public_platform"}
    approved = await people.do("fgw", "/review", {"decision": "approve", "checklist": {"builder": True}})
    assert approved["stage"] == "部门会签中"
    engine = open_engine(served_settings.database_url)
    with open_session(engine) as session:
        kept = earlier_acts(session, approved["case_number"])[-1].content
    engine.dispose()
    assert (kept["checklist"], kept["kept"]) == (POINTS, list(seen))
