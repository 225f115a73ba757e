"""One procedure through HTTP, a real Temporal server, the real workflows and the real store."""

from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from tests.api.asking import application, log_in, new_key, paths_of, problem_of
from tests.api.procedure import PAYEE, People, approve, notice_passes
from tools.demo.paper import pdf_of


async def test_a_case_is_carried_from_filing_to_payment(
    people: People, temporal: WorkflowEnvironment
) -> None:
    await approve(people)
    await notice_passes(people, temporal)
    asked = (await people.get("yunshu")).json()
    assert (asked["stage"], asked["allowed_acts"][0]["act"]) == ("待确认收款信息", "provide_payee")
    problem = problem_of(
        await people.post("yunshu", "/payee", PAYEE | {"account_name": "张三"}), 422, "invalid-input"
    )
    assert paths_of(problem) == {"account_name"}
    assert (await people.do("yunshu", "/payee", PAYEE))["reference"]
    split = {"document_number": "廊财建〔2026〕12号", "city_amount": "1.00", "locality_amount": "2.00"}
    problem_of(await people.post("finance", "/fund-document", split), 422, "invalid-input")
    split |= {"city_amount": "6000000.00", "locality_amount": "4000000.00"}
    assert (await people.do("finance", "/fund-document", split))["stage"] == "拨付中"
    seen = (await people.get("auditor")).json()
    payment = seen["payments"][0]
    assert (payment["account_ending"], payment["status"]) == ("2345", "ordered")
    assert "6217000100012345" not in str(seen)
    problem_of(await people.post("yunshu", "/withdraw", {"reason": "不做了"}), 409, "wrong-stage")
    ended = await people.do("finance_2", f"/payments/{payment['id']}/confirm", {"paid_on": "2026-12-20"})
    assert (ended["final"], ended["stage"], ended["amount"]) == (True, "已办结", "10000000.00")
    problem_of(await people.post("yunshu", "/withdraw", {"reason": "不做了"}), 409, "case-closed")
    whole = (await people.get("yunshu")).json()
    assert whole["payments"][0]["status"] == "paid"
    assert whole["sheet"][-1]["result"] == "10000000.00"
    assert whole["allowed_acts"] == []


async def test_each_account_sees_what_concerns_it(people: People) -> None:
    number = people.case.rpartition("/")[2]
    for username in ("yunshu", "fgw", "gxj", "kfq", "finance", "auditor", "administrator"):
        assert (await people.get(username)).status_code == 200
        listed = await people.http.get("/v1/applications", headers=await people.known(username))
        assert [case["case_number"] for case in listed.json()["items"]] == [number]
    for username in ("lingxi", "jyj"):
        problem_of(await people.get(username), 404, "not-found")
        listed = await people.http.get("/v1/applications", headers=await people.known(username))
        assert listed.json()["items"] == []
        problem_of(await people.post(username, "/documents", {}), 422, "invalid-input")
    tasks = await people.http.get("/v1/tasks", headers=await people.known("fgw"))
    assert [entry["acts"][0]["act"] for entry in tasks.json()] == ["check_completeness"]
    assert (await people.http.get("/v1/tasks", headers=await people.known("gxj"))).json() == []


async def test_lists_are_filtered_searched_and_paged(people: People) -> None:
    numbers = [people.case.rpartition("/")[2]]
    for name in ("二号算力中心", "三号算力中心"):
        filed = await people.http.post(
            "/v1/applications",
            json=application(award_base_key=name),
            headers=await people.known("yunshu") | new_key(),
        )
        assert filed.status_code == 201, filed.text
        numbers.insert(0, filed.json()["case_number"])

    async def listed(**query: Any) -> dict[str, Any]:
        answer = await people.http.get(
            "/v1/applications", params=query, headers=await people.known("auditor")
        )
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert isinstance(found, dict)
        return found

    first = await listed(limit=2)
    second = await listed(limit=2, after=first["next"])
    assert [case["case_number"] for page in (first, second) for case in page["items"]] == numbers
    assert second["next"] is None
    assert len((await listed(q="二号"))["items"]) == 1
    assert len((await listed(q="%"))["items"]) == 0
    assert len((await listed(stage="形式审查中", measure=1, lead="development_and_reform"))["items"]) == 3
    assert len((await listed(code="foundation_model"))["items"]) == 0
    assert len((await listed(filed_from="2026-11-24"))["items"]) == 0


async def test_only_the_lead_ends_a_case_and_the_reason_is_told(people: People) -> None:
    problem_of(await people.post("gxj", "/terminate", {"reason": "x"}), 403, "not-allowed")
    problem_of(await people.post("fgw", "/terminate", {}), 422, "invalid-input")
    ended = await people.do("fgw", "/terminate", {"reason": "主体资格丧失"})
    assert ended["final"]
    assert (await people.get("yunshu")).json()["timeline"][-1]["reason"] == "主体资格丧失"
    problem_of(await people.upload("yunshu", pdf_of("x"), "1.1-3", {}), 409, "case-closed")


async def test_a_key_is_good_for_one_request(people: People) -> None:
    key = new_key()
    all_on_paper = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    assert (await people.post("fgw", "/completeness", all_on_paper, key)).status_code == 200
    other = {"decision": "refuse", "reason": "不符"}
    problem_of(await people.post("fgw", "/completeness", other, key), 409, "repeated-key")


@pytest.mark.parametrize("act_timeout_seconds", [2.0])
async def test_an_act_without_an_answer_in_time_is_not_told_as_failed(served: httpx.AsyncClient) -> None:
    """No worker runs: the server has taken the filing, and nobody has answered it."""
    answer = await served.post(
        "/v1/applications", json=application(), headers=await log_in(served, "yunshu") | new_key()
    )
    problem_of(answer, 504, "outcome-unknown")
    assert answer.headers["retry-after"]
