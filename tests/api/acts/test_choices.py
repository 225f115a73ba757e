"""What a caller may do in a case, and why not: every act of the caller's roles, every reason, the way out."""

from typing import Any

from tests.api.asking import problem_of
from tests.api.procedure import People


async def choices(people: People, username: str) -> dict[str, dict[str, Any]]:
    answer = await people.get(username, "/acts")
    assert answer.status_code == 200, answer.text
    return {each["act"]: each for each in answer.json()}


async def test_whoever_asks_is_told_every_act_of_the_own_roles_and_why_not(people: People) -> None:
    lead, unit = await choices(people, "fgw"), await choices(people, "yunshu")
    assert {act for act, told in lead.items() if told["allowed"]} == {
        *(
            "check_completeness",
            "terminate",
            "stop_payment",
            "lift_stop",
            "urge",
            "extend_term",
            "pause_clock",
        ),
        *("add_signer", "copy_case", "find_same_project"),
    }
    assert lead["check_completeness"]["href"] == f"{people.case}/completeness"
    assert lead["check_completeness"]["decisions"]["accept"] == "受理"
    assert {act for act, told in unit.items() if told["allowed"]} == {"withdraw"}
    assert all(bool(told["reasons"]) != told["allowed"] for told in (*lead.values(), *unit.values()))
    (early,) = lead["review"]["reasons"]
    assert (early["detail"], early["why"]) == (
        "案件目前处于“形式审查中”，不等待您办理“牵头审核”。",
        "当前等待的事项：市发改委形式审查。",
    )
    assert early["remedy"]
    assert "issue_fund_document" not in lead
    assert await choices(people, "auditor") == {}
    problem_of(await people.get("jyj", "/acts"), 404, "not-found")


async def test_what_is_told_is_what_the_act_is_answered(people: People) -> None:
    told = await choices(people, "kfq")
    assert [each["detail"] for each in told["terminate"]["reasons"]] == ["只有牵头部门可以终止办理。"]
    problem = problem_of(await people.post("kfq", "/terminate", {"reason": "x"}), 403, "not-allowed")
    assert problem["detail"] == told["terminate"]["reasons"][0]["detail"]
    await people.do("fgw", "/urge", {})
    (again,) = (await choices(people, "fgw"))["urge"]["reasons"]
    assert problem_of(await people.post("fgw", "/urge", {}), 409, "wrong-stage")["detail"] == again["detail"]


async def test_a_refusal_with_several_reasons_tells_them_all(people: People) -> None:
    refused = problem_of(await people.post("fgw", "/signoffs", {"decision": "agree"}), 409, "wrong-stage")
    assert refused["reasons"] == []
    body = {"document_number": "1", "city_amount": "1.00", "locality_amount": "2.00"}
    both = problem_of(await people.post("finance", "/fund-document", body), 409, "wrong-stage")
    assert both["reasons"][0]["detail"] == both["detail"]
    assert "分担金额之和" in both["reasons"][1]["detail"]


async def test_a_case_that_has_ended_still_says_what_may_open_it(people: People) -> None:
    await people.do("fgw", "/completeness", {"decision": "refuse", "reason": "不属于本事项。"})
    unit, lead = await choices(people, "yunshu"), await choices(people, "fgw")
    assert {act for act, told in unit.items() if told["allowed"]} == {"request_reconsideration"}
    assert {act for act, told in lead.items() if told["allowed"]} == set()
    assert lead["decide_recovery"]["reasons"][0]["detail"] == "本案没有已拨付的资金，不能追回。"
    assert lead["review"]["reasons"][0]["detail"] == "案件已结束（不予受理），不能再办理。"
