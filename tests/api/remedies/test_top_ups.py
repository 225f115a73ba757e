"""Top-ups through HTTP: a case that has ended is freed of a suspicion, and who may decide a difference again."""

from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from adapters.store.people.accounts import save_account
from domain.case.roles import Role
from tests.activities.casework import Casework
from tests.api.acts.test_choices import choices
from tests.api.asking import TODAY, application, new_key, official, paths_of, problem_of
from tests.api.procedure import PAYEE, People, approve, notice_passes

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MORE = {
    "verified_facts": {"audited_investment": "123000000.00"},
    "reason": "复核认定的建设投资额高于原核定。",
    "document_number": "廊发改复〔2027〕2号",
}
SPLIT = {
    "document_number": "廊财建〔2026〕12号",
    "city_amount": "600000.00",
    "locality_amount": "400000.00",
}


async def paid_too_little(people: People, temporal: WorkflowEnvironment, casework: Casework) -> None:
    """One million was paid of another centre than the one that is filed first; its case has ended. A head approves what is more."""
    save_account(casework.engine, official("fgw_2", "development_and_reform"))
    head = official("fgw_head", "development_and_reform")
    both = (Role.OFFICIAL.value, Role.SUPERVISOR.value)
    save_account(casework.engine, head.model_copy(update={"roles": both}))
    day = TODAY.isoformat()
    said = {"document_number": "廊财规〔2026〕9号", "document_on": day, "from_on": day, "reason": "细则。"}
    await people.do("administrator", "/v1/readings/closing5.head_approval", said | {"value": "lead"})
    facts = {"audited_investment": "10000000.00", "commissioned_on": "2026-03-01"}
    body = application(award_base_key="云枢数据基地", facts=facts)
    headers = await people.known("yunshu") | new_key()
    filed = await people.http.post("/v1/applications", json=body, headers=headers)
    people.case = f"/v1/applications/{filed.json()['case_number']}"
    await approve(people)
    await notice_passes(people, temporal)
    await people.do("yunshu", "/payee", PAYEE)
    await people.do("finance", "/fund-document", SPLIT)
    payment = (await people.get("auditor")).json()["payments"][0]["id"]
    ended = await people.do("finance_2", f"/payments/{payment}/confirm", {"paid_on": "2026-12-20"})
    assert (ended["final"], ended["amount"]) == (True, "1000000.00")


async def test_a_difference_of_an_ended_case_waits_for_a_finding_and_is_decided_again_where_it_was_sent_back(
    people: People, temporal: WorkflowEnvironment, casework: Casework
) -> None:
    """What is verified now is to the 分 what the other centre cost."""
    first = people.case
    other = first.rpartition("/")[2]
    people.case = ""
    await paid_too_little(people, temporal, casework)
    refused = problem_of(await people.post("fgw_2", "/top-up", MORE), 409, "wrong-stage")
    assert paths_of(refused) == {f"same_project.{other}"}
    assert (await choices(people, "fgw_2"))["find_same_project"]["allowed"]
    finding: dict[str, Any] = {"decision": "not_the_same", "other_case": other, "reason": "两处机房。"}
    found = await people.do("fgw_2", "/same-project", finding)
    assert (found["stage"], found["final"], found["amount"]) == ("已办结", True, "1000000.00")
    topped = await people.do("fgw_2", "/top-up", MORE)
    assert [task["acts"] for task in topped["waiting_for"]] == [["approve_as_head"]]
    back = await people.do("fgw_head", "/head-approval", {"decision": "return", "reason": "依据不足。"})
    assert (back["final"], back["amount"]) == (True, "1000000.00")
    told = problem_of(await people.post("fgw", "/top-up", MORE), 403, "conflict-of-roles")
    assert "未获同意而退回的补足差额不算核定" in told["why"]
    await people.do("fgw_2", "/top-up", MORE)
    agreed = await people.do("fgw_head", "/head-approval", {"decision": "approve"})
    assert (agreed["stage"], agreed["amount"]) == ("待资金安排", "9000000.00")
    finding["other_case"] = people.case.rpartition("/")[2]
    people.case = first
    await people.do("fgw", "/terminate", {"reason": "另行申请。"})
    problem_of(await people.post("fgw", "/same-project", finding), 409, "case-closed")
    assert not (await choices(people, "fgw"))["find_same_project"]["allowed"]
