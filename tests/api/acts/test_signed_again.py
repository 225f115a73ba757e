"""A changed figure through HTTP: only those sign again who rely on it, and everybody reads why."""

from typing import Any

import httpx

from tests.api.asking import new_key, paths_of, problem_of
from tests.api.procedure import POINTS, People
from tools.demo.paper import pdf_of

WHOLE = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
APPROVAL = {"decision": "approve", "checklist": POINTS}
CHANGED = "所依据的“经审计的建设投资额”有变化"
SAME = "所依据的数据和材料没有变化"


async def signed(people: People) -> None:
    """Everybody has signed."""
    await people.do("fgw", "/completeness", WHOLE)
    await people.do("fgw", "/review", APPROVAL)
    await people.do("gxj", "/signoffs", {"decision": "agree"})
    await people.do("kfq", "/signoffs", {"decision": "agree"})


async def upheld(people: People) -> None:
    """An objection of another unit is upheld."""
    raised = await people.do("lingxi", "/objections", {"content": "投资额与年报不符"})
    await people.uphold(raised["reference"], "属实")


async def signatures(people: People, username: str = "yunshu") -> dict[str, tuple[str, str]]:
    """Party → state and why, as somebody reads them."""
    listed: list[dict[str, Any]] = (await people.get(username)).json()["signatures"]
    return {entry["party"]: (entry["state"], entry["why"]) for entry in listed}


async def test_a_changed_figure_calls_back_only_the_departments_that_rely_on_it(people: People) -> None:
    await signed(people)
    assert await signatures(people) == {
        "industry_and_information": ("signed", ""),
        "kfq": ("signed", ""),
    }
    await upheld(people)
    lower = APPROVAL | {"verified_facts": {"audited_investment": "90000000.00"}}
    again = await people.do("fgw", "/review", lower)
    assert (again["stage"], again["amount"]) == ("部门会签中", "9000000.00")
    assert [task["party"] for task in again["waiting_for"]] == ["kfq"]
    expected = {"industry_and_information": ("stands", SAME), "kfq": ("awaited", CHANGED)}
    for username in ("yunshu", "gxj", "auditor"):
        assert await signatures(people, username) == expected
    note = (await people.get("yunshu")).json()["timeline"][-1]["note"]
    assert note == f"重新会签：廊坊开发区（{CHANGED}）。会签仍然有效：市工信局（{SAME}）。"
    problem_of(await people.post("gxj", "/signoffs", {"decision": "agree"}), 409, "wrong-stage")
    done = await people.do("kfq", "/signoffs", {"decision": "no_opinion"})
    assert done["stage"] == "公示中"
    assert (await signatures(people))["kfq"] == ("signed", CHANGED)


async def test_where_nothing_changed_nobody_is_asked(people: People) -> None:
    await signed(people)
    await upheld(people)
    # Points that were confirmed stand as well: nothing but the decision is to be said again.
    await people.do("fgw", "/review", {"decision": "approve"})
    seen = (await people.get("yunshu")).json()
    assert seen["stage"] == "公示中"
    assert {entry["state"] for entry in seen["signatures"]} == {"stands"}
    assert [entry["note"][:20] for entry in seen["timeline"] if entry["note"]] == [
        "各部门的会签意见均仍然有效，无须重新会签"
    ]


async def test_a_figure_that_a_supplement_only_repeats_stays_as_it_was_verified(people: People) -> None:
    await people.do("fgw", "/completeness", WHOLE)
    lower = APPROVAL | {"verified_facts": {"audited_investment": "90000000.00"}}
    await people.do("fgw", "/review", lower)
    await people.do("gxj", "/signoffs", {"decision": "object", "reason": "投运日期存疑"})
    await people.do("kfq", "/signoffs", {"decision": "agree"})
    await people.do("fgw", "/settlement", {"decision": "amend", "reason": "请企业更正"})
    defects = [{"item": "commissioned_on", "problem": "与投运证明不符。"}]
    await people.do("fgw", "/review", {"decision": "return", "reason": "请补正", "defects": defects})
    facts = {"audited_investment": "123000000", "commissioned_on": "2026-03-02"}
    await people.do("yunshu", "/supplement", {"facts": facts})
    seen = (await people.get("fgw")).json()
    assert seen["verified_facts"] == {"audited_investment": "90000000.00"}
    assert seen["items"]["open"][0]["is_answered"]
    repeated = {"item": "audited_investment", "reason": "figures_disagree"}
    second = {"decision": "return", "reason": "再补正", "new_fact": "又看了一遍", "defects": [repeated]}
    problem = problem_of(await people.post("fgw", "/review", second), 422, "invalid-input")
    assert paths_of(problem) == {"defects[0].item"}, "it was not changed, so it is accepted"
    again = await people.do("fgw", "/review", {"decision": "approve"})
    assert again["amount"] == "9000000.00"
    dates = "所依据的“投运日期”有变化"
    assert (await signatures(people))["kfq"] == ("awaited", dates)


async def test_a_replaced_document_calls_back_who_relies_on_it(people: People) -> None:
    await signed(people)
    await upheld(people)
    defects = [{"item": "1.1-2", "reason": "expired"}]
    await people.do("fgw", "/review", {"decision": "return", "reason": "请补正", "defects": defects})
    assert (await people.upload("yunshu", pdf_of("new"), "1.1-2", new_key())).status_code == 201
    await people.do("yunshu", "/supplement", {})
    again = await people.do("fgw", "/review", {"decision": "approve"})
    assert [task["party"] for task in again["waiting_for"]] == ["industry_and_information", "kfq"]
    states = await signatures(people)
    assert states["industry_and_information"] == ("awaited", "所依据的《竣工验收或投运证明》有变化")


async def test_a_type_tells_on_what_each_department_signs_and_that_it_is_assumed(
    http: httpx.AsyncClient,
) -> None:
    signing = (await http.get("/v1/measures/first_equipment")).json()["signing"]
    assert (signing["is_assumed"], signing["clause"]) == (True, "附则(五)")
    assert "本系统设定" in signing["source"]
    on = {entry["party"]["name"]: (entry["facts"], entry["documents"]) for entry in signing["relies_on"]}
    assert on["市商务局"] == (
        ["unit_price", "value_added_tax"],
        ["8.1-2"],
    )
