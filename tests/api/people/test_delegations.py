"""Absences and deputies through HTTP: what is entered, each refusal with its way out, and what the door makes of them."""

import asyncio
from typing import Any

import pytest

from domain.errors import NotAllowed
from tests.api.asking import TODAY, log_in, paths_of, problem_of
from tests.api.people_at_desks import AT, DESK, LEAD, NUMBER, House
from tests.api.people_at_desks import house as house

REFUSE = {"decision": "refuse", "reason": "不属于本措施支持范围。"}
WEEK: dict[str, Any] = {"from_on": "2026-11-23", "until_on": "2026-11-27", "reason": "外出培训"}


async def test_an_absence_is_entered_listed_and_revoked(house: House) -> None:
    entered = await house.away("fgw", "li")
    assert (entered["person"]["username"], entered["deputy"]["username"]) == ("fgw", "li")
    assert (entered["department_name"], entered["reason"]) == ("市发改委", "外出培训")
    listed = await house.get("li", "/v1/delegations")
    assert [one["id"] for one in listed] == [entered["id"]]
    assert await house.get("jyj", "/v1/delegations") == []  # another department
    assert [one["reason"] for one in await house.get("auditor", "/v1/delegations")] == ["外出培训"]
    revoked = await house.done("fgw", f"/v1/delegations/{entered['id']}/revoke")
    assert revoked["revoked_at"]
    assert await house.get("li", "/v1/delegations") == []
    assert len(await house.get("li", "/v1/delegations?past=true")) == 1
    links = house.chain("absence:entered", "absence:revoked")
    assert [(link.chain, link.account) for link in links] == [("house", house.account("fgw"))] * 2
    assert "外出培训" not in str([link.after for link in links])


async def test_the_reason_of_an_absence_is_for_those_whom_it_concerns(house: House) -> None:
    await house.away("fgw")
    seen = {name: (await house.get(name, "/v1/delegations"))[0]["reason"] for name in ("fgw", "li", "head")}
    assert seen == {"fgw": "外出培训", "li": None, "head": "外出培训"}


WRONG: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"deputy": "fgw"}, "deputy", "不能由本人代理"),
    ({"until_on": "2026-11-22"}, "until_on", "不得早于"),
    ({"from_on": "2026-11-02", "until_on": "2026-11-22"}, "until_on", "已经过去"),
    ({"until_on": "9999-12-31"}, "until_on", "不得晚于"),
    ({"until_on": "2027-11-24"}, "until_on", "至多登记一年"),
    ({"until_on": "2030-01-01"}, "until_on", "至多登记一年"),
    ({"deputy": "gxj"}, "deputy", "本部门没有"),
    ({"deputy": "finance"}, "deputy", "本部门没有"),
    ({"deputy": "yunshu"}, "deputy", "本部门没有"),
    ({"deputy": "nobody"}, "deputy", "本部门没有"),
    ({"deputy": ""}, "deputy", ""),
    ({"reason": " "}, "reason", ""),
    ({"from_on": "yesterday"}, "from_on", "日期"),
    ({"until_on": None}, "until_on", ""),
    ({"deputy": "\x00"}, "body", "不能保存"),
    ({"stray": 1}, "stray", "没有这一数据项"),
)


async def test_a_wrong_absence_is_refused_by_field(house: House) -> None:
    for changes, path, words in WRONG:
        problem = problem_of(await house.post("fgw", "/v1/delegations", WEEK | changes), 422, "invalid-input")
        assert (paths_of(problem), bool(problem["remedy"])) == ({path}, True), changes
        assert words in problem["errors"][0]["message"], changes
    assert await house.get("fgw", "/v1/delegations?past=true") == []


async def test_overlapping_days_absent_deputies_and_chains_are_refused_with_their_way_out(
    house: House,
) -> None:
    first = await house.away("fgw", "li")
    again = problem_of(
        await house.post(
            "fgw", "/v1/delegations", WEEK | {"from_on": "2026-11-27", "until_on": "2026-12-31"}
        ),
        422,
        "invalid-input",
    )
    assert first["id"] in again["errors"][0]["message"]  # which one to revoke
    chain = problem_of(
        await house.post("li", "/v1/delegations", WEEK | {"deputy": "head"}), 422, "invalid-input"
    )
    assert (paths_of(chain), first["id"] in chain["errors"][0]["message"]) == ({"from_on"}, True)
    absent = problem_of(
        await house.post("head", "/v1/delegations", WEEK | {"deputy": "fgw"}), 422, "invalid-input"
    )
    assert "也登记了缺勤" in absent["errors"][0]["message"]
    await house.done("fgw", f"/v1/delegations/{first['id']}/revoke")
    await house.away("li", "head")


async def test_a_head_enters_it_for_somebody_of_the_department_and_nobody_else_does(house: House) -> None:
    entered = await house.away("head", "li", person="fgw")
    assert entered["person"]["username"] == "fgw"
    refused = problem_of(
        await house.post("li", "/v1/delegations", WEEK | {"person": "head"}), 403, "not-allowed"
    )
    assert "部门负责人" in refused["remedy"]
    foreign = problem_of(
        await house.post("head", "/v1/delegations", WEEK | {"person": "gxj"}), 422, "invalid-input"
    )
    assert paths_of(foreign) == {"person"}


async def test_an_absence_is_revoked_by_those_whom_it_concerns_once(house: House) -> None:
    entered = await house.away("fgw", "li")
    path = f"/v1/delegations/{entered['id']}/revoke"
    problem_of(await house.post("gxj", path), 404, "not-found")
    assert "负责人" in problem_of(await house.post("li", path), 403, "not-allowed")["remedy"]
    problem_of(await house.post("auditor", path), 403, "not-allowed")
    problem_of(await house.post("fgw", "/v1/delegations/none/revoke"), 404, "not-found")
    problem_of(await house.post("fgw", "/v1/delegations/%00/revoke"), 422, "invalid-input")
    await house.done("head", path)
    problem_of(await house.post("fgw", path), 409, "wrong-stage")


async def test_who_has_no_office_enters_no_absence(house: House) -> None:
    for username in ("yunshu", "auditor", "administrator"):
        problem_of(await house.post(username, "/v1/delegations", WEEK), 403, "not-allowed")
    headers = await log_in(house.http, "yunshu")
    problem_of(await house.http.get("/v1/delegations", headers=headers), 403, "not-allowed")


async def test_an_absent_person_is_refused_until_the_absence_is_revoked(house: House) -> None:
    entered = await house.away("fgw", "li")
    problem = problem_of(await house.post("fgw", "/completeness", REFUSE), 403, "not-allowed")
    assert f"/v1/delegations/{entered['id']}/revoke" in problem["remedy"]
    assert "li同志（li）" in problem["why"]
    assert (await house.get("fgw"))["allowed_acts"] == []
    (task,) = await house.get("fgw", "/v1/tasks")
    assert task["acts"] == []
    await house.done("fgw", f"/v1/delegations/{entered['id']}/revoke")
    assert house.prepared("fgw", "check_completeness", REFUSE).by.for_account == ""
    assert [act["act"] for act in (await house.get("fgw"))["allowed_acts"]] == [
        "check_completeness",
        "terminate",
    ]


async def test_an_absence_that_begins_later_keeps_nobody_off_today(house: House) -> None:
    await house.away("fgw", "li", from_on="2026-11-24")
    assert house.prepared("fgw", "check_completeness", REFUSE).by.for_account == ""
    assert house.prepared("li", "check_completeness", REFUSE).by.for_account == ""


async def test_a_deputy_acts_for_the_absent_person_or_in_the_own_name_after_taking_the_task(
    house: House,
) -> None:
    await house.away("fgw", "li")
    assert house.prepared("li", "check_completeness", REFUSE).by.for_account == house.account("fgw")
    assert house.prepared("head", "check_completeness", REFUSE).by.for_account == ""
    await house.done("li", "/claim", {})
    assert house.prepared("li", "check_completeness", REFUSE).by.for_account == ""


async def test_a_deputy_does_not_act_for_somebody_who_left_the_case_nor_when_having_left_it(
    house: House,
) -> None:
    await house.done("fgw", "/claim", {})
    await house.done("fgw", "/recusal", {"reason": "申请单位法定代表人系近亲属。"})
    await house.away("fgw", "li")
    assert house.prepared("li", "check_completeness", REFUSE).by.for_account == ""
    await house.done("li", "/recusal", {"reason": "曾任申请单位顾问。"})
    with pytest.raises(NotAllowed):
        house.prepared("li", "check_completeness", REFUSE)


async def test_four_eyes_count_what_a_deputy_did_for_somebody(house: House) -> None:
    done = (house.did("li", "sign_off", for_whom="fgw"),)
    review = LEAD.model_copy(update={"acts": ("review",)})
    house.stand(review, acts=done, at=AT.replace(hour=3))
    for username in ("fgw", "li"):
        body = {"decision": "reject", "reason": "不符合条件。"}
        problem = problem_of(await house.post(username, "/review", body), 403, "conflict-of-roles")
        assert "head" in problem["remedy"]
        assert (await house.get(username))["allowed_acts"] != []  # the lead may still terminate
        assert await house.get(username, "/v1/tasks") == []
    assert house.prepared("head", "review", {"decision": "reject", "reason": "x"}).kind == "review"


async def test_an_act_of_a_deputy_is_shown_as_done_for_the_absent_person(house: House) -> None:
    acts = (house.did("li", "check_completeness", for_whom="fgw"),)
    house.stand(LEAD, acts=acts, at=AT.replace(hour=3))
    for reader in ("fgw", "auditor", "yunshu"):
        timeline = (await house.get(reader))["timeline"]
        assert [entry["on_behalf"] for entry in timeline] == ["", "li同志代fgw办理"]
    (link,) = house.chain("act:check_completeness")
    assert (link.account, house.account("fgw") in link.after) == (house.account("li"), True)


async def test_days_are_those_of_langfang(house: House) -> None:
    await house.away("fgw", until_on=TODAY.isoformat())
    problem_of(await house.post("fgw", "/completeness", REFUSE), 403, "not-allowed")
    assert (await house.get("head", "/desks"))["case_number"] == NUMBER
    assert (await house.get("head", "/desks"))["tasks"][0]["party"] == DESK


async def test_absences_that_are_entered_at_once_do_not_overlap(house: House) -> None:
    await log_in(house.http, "fgw")
    answers = await asyncio.gather(*(house.post("fgw", "/v1/delegations", WEEK) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_a_task_that_is_claimed_at_once_has_one_holder(house: House) -> None:
    names = ("fgw", "li", "fgw", "li")
    answers = await asyncio.gather(*(house.post(name, "/claim", {}) for name in names))
    won = {name for name, answer in zip(names, answers, strict=True) if answer.status_code == 200}
    assert len(won) == 1
    assert {answer.status_code for answer in answers} == {200, 403}
    assert [link.account for link in house.chain("task:claimed")] == [house.account(*won)]
