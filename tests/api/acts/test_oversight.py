"""More than one pair of eyes through HTTP: switched by a document, a head above a sum, a drawn approval checked before payment."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.people.accounts import save_account
from domain.case.identifiers import workflow_id
from domain.case.roles import Role
from domain.sampling import drawn_number, fingerprint_of, is_drawn
from tests.api.asking import TODAY, application, official, problem_of
from tests.api.procedure import PAYEE, POINTS, People
from tests.api.remedies.test_recovery import SPLIT

APPROVE, CONFIRM = {"decision": "approve"}, {"decision": "confirm"}
READINGS = {"closing5.head_approval": "lead", "closing5.sample": "every"}
PAPERS = ["1.1-1", "1.1-2", "1.1-3"]


@pytest_asyncio.fixture
async def overseen(served: httpx.AsyncClient, worked: None, served_settings: Settings) -> People:
    """Everybody, with a head and a colleague of the lead, and a case that was filed after both switches."""
    engine = open_engine(served_settings.database_url)
    save_account(engine, official("fgw_2", "development_and_reform"))
    save_account(engine, official("fgw_head", "development_and_reform", Role.OFFICIAL, Role.SUPERVISOR))
    engine.dispose()
    people = People(served)
    day = TODAY.isoformat()
    document = {"document_number": "廊财规〔2026〕9号", "document_on": day, "from_on": day}
    for name, value in READINGS.items():
        said = document | {"value": value, "reason": "实施细则第九条。"}
        answer = await people.post("administrator", f"/v1/readings/{name}", said)
        assert answer.status_code == 201, answer.text
    filed = await people.do("yunshu", "/v1/applications", application())
    people.case = f"/v1/applications/{filed['case_number']}"
    await people.do("fgw", "/completeness", {"decision": "accept", "received_on_paper": PAPERS})
    await sign(people)
    return people


async def sign(people: People) -> dict[str, Any]:
    """Reviewed, and signed where it has to be; where the case stands then."""
    shown = await people.do("fgw", "/review", APPROVE | {"checklist": POINTS})
    for signer in ("gxj", "kfq"):
        if any(task["acts"] == ["sign_off"] for task in shown["waiting_for"]):
            shown = await people.do(signer, "/signoffs", {"decision": "agree"})
    return shown


async def offered(people: People, username: str) -> set[str]:
    """What somebody's worklist offers."""
    tasks = (await people.http.get("/v1/tasks", headers=await people.known(username))).json()
    return {act["act"] for task in tasks for act in task["acts"]}


async def test_a_head_and_another_official_look_before_money_is_ordered(
    overseen: People, temporal: WorkflowEnvironment
) -> None:
    people, at_head = overseen, (await overseen.get("fgw")).json()
    assert [task["acts"] for task in at_head["waiting_for"]] == [["approve_as_head"]]
    assert "等待：市发改委负责人审批" in at_head["sentence"]
    assert "approve_as_head" in await offered(people, "fgw_head")
    assert "approve_as_head" not in await offered(people, "fgw")
    for username in ("fgw", "fgw_2", "gxj", "finance"):
        problem_of(await people.post(username, "/head-approval", APPROVE), 403, "not-allowed")
    bare = await people.post("fgw_head", "/head-approval", {"decision": "return"})
    problem_of(bare, 422, "invalid-input")
    back = await people.do("fgw_head", "/head-approval", {"decision": "return", "reason": "请核对审计报告。"})
    assert back["stage"] == "牵头审核中"
    await sign(people)
    await people.until(lambda shown: "负责人审批" in shown["sentence"])  # nobody has to sign again
    assert (await people.do("fgw_head", "/head-approval", APPROVE))["stage"] == "公示中"

    number = people.case.rpartition("/")[2]
    await temporal.fast_forward(temporal.client.get_workflow_handle(workflow_id(number)), timedelta(days=12))
    await people.until(lambda shown: shown["stage"] == "待确认收款信息")
    asked = {"act": "provide_payee", "subject": "", "body": PAYEE}
    assert "check_sample" not in (await people.post("yunshu", "/preview", asked)).text
    await people.do("yunshu", "/payee", PAYEE)
    drawn = (await people.get("fgw")).json()
    assert (drawn["stage"], drawn["timeline"][-1]["event"]) == ("待资金安排", "sample_drawn")
    assert "等待：市发改委抽查复核" in drawn["sentence"]
    problem_of(await people.post("finance", "/fund-document", SPLIT), 409, "wrong-stage")
    for username in ("fgw", "fgw_head"):
        problem = problem_of(await people.post(username, "/sample-check", CONFIRM), 403, "conflict-of-roles")
        assert "fgw_2" in problem["remedy"]
        assert "check_sample" not in await offered(people, username)
    assert "check_sample" in await offered(people, "fgw_2")
    checked = await people.do("fgw_2", "/sample-check", CONFIRM)
    assert [task["acts"] for task in checked["waiting_for"]] == [["issue_fund_document"]]
    assert (await people.do("finance", "/fund-document", SPLIT))["stage"] == "拨付中"


async def test_auditors_alone_know_the_seed_and_draw_again(overseen: People) -> None:
    path = "/v1/audit/sample-seed"
    for username in ("fgw", "fgw_head", "finance", "administrator", "yunshu"):
        answer = await overseen.http.get(path, headers=await overseen.known(username))
        problem_of(answer, 403, "not-allowed")
    told = (await overseen.http.get(path, headers=await overseen.known("auditor"))).json()
    assert told["sha256"] == fingerprint_of(told["seed"])
    number = overseen.case.rpartition("/")[2]
    lines = (told["seed"], number, "", "7")
    by_the_rule = int.from_bytes(sha256("\n".join(lines).encode()).digest(), "big") % 1000
    assert ("四行" in told["rule"], drawn_number(told["seed"], number, "", 7)) == (True, by_the_rule)
    assert is_drawn(by_the_rule, 1000)
