"""Recusal, self-interest, claiming, releasing and giving away a task through HTTP: each refusal with its way out."""

from typing import Any

import pytest

from domain.case.acts.act import Act
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.errors import ConflictOfRoles
from tests.api.asking import log_in, paths_of, problem_of
from tests.api.people_at_desks import AT, DESK, LEAD, NUMBER, House
from tests.api.people_at_desks import house as house

REFUSE = {"decision": "refuse", "reason": "不属于本措施支持范围。"}
WHY = {"reason": "申请单位法定代表人系本人近亲属。"}


def may(house: House, username: str) -> Act:
    return house.prepared(username, "check_completeness", REFUSE)


async def test_who_declares_an_interest_leaves_every_step_of_the_case(house: House) -> None:
    await house.done("fgw", "/claim", {})
    declared = await house.done("fgw", "/recusal", WHY)
    assert [person["username"] for person in declared["instead"]] == ["head", "li"]
    acts: dict[str, Any] = {
        "/completeness": REFUSE,
        "/terminate": WHY,
        "/stop": WHY | {"clause": "附则(四)"},
        "/claim": {},
        "/release": {},
        "/reassign": WHY | {"to": "li"},
    }
    for path, body in acts.items():
        problem = problem_of(await house.post("fgw", path, body), 403, "not-allowed")
        assert "li同志（li）" in problem["remedy"], path
    problem_of(
        await house.http.get(f"/v1/applications/{NUMBER}", headers=await log_in(house.http, "fgw")),
        403,
        "not-allowed",
    )
    assert await house.get("fgw", "/v1/tasks") == []
    may(house, "li")  # what was taken went back to the desk
    (link,) = house.chain("person:recused")
    assert (link.chain, WHY["reason"] in link.after) == (NUMBER, False)
    assert [person["username"] for person in (await house.get("li", "/desks"))["recused"]] == ["fgw"]


async def test_an_interest_is_declared_once_and_for_one_case(house: House) -> None:
    other = "LF2026-0101-00002"
    house.file(other)
    house.stand(LEAD, number=other)
    first = await house.done("fgw", "/recusal", WHY)
    again = await house.done("fgw", "/recusal", WHY | {"reason": "另一理由"})
    assert (again["at"], len(house.chain("person:recused"))) == (first["at"], 1)
    assert house.prepared("fgw", "check_completeness", REFUSE, other).by.account == house.account("fgw")


async def test_a_recusal_needs_a_reason_an_office_and_a_case_that_is_seen(house: House) -> None:
    problem = problem_of(await house.post("fgw", "/recusal", {"reason": " "}), 422, "invalid-input")
    assert paths_of(problem) == {"reason"}
    problem_of(await house.post("fgw", "/recusal", WHY | {"stray": 1}), 422, "invalid-input")
    problem_of(await house.post("yunshu", "/recusal", WHY), 403, "not-allowed")
    problem_of(await house.post("auditor", "/recusal", WHY), 403, "not-allowed")
    problem_of(await house.post("jyj", "/recusal", WHY), 404, "not-found")
    problem_of(await house.post("fgw", "/recusal", WHY, "LF2026-0101-09999"), 404, "not-found")


async def test_whoever_bears_the_unit_decides_nothing_in_its_case(house: House) -> None:
    task = UserTask(party="education", acts=("sign_off",), asked=LEAD.asked)
    house.stand(task, stage=Stage.SIGN_OFF, event=Event.APPROVED, at=AT.replace(hour=3))
    problem = problem_of(
        await house.post("double", "/signoffs", {"decision": "agree"}), 403, "conflict-of-roles"
    )
    assert "jyj" in problem["remedy"]
    assert "申请单位" in problem["why"]
    assert "sign_off" not in [act["act"] for act in (await house.get("double"))["allowed_acts"]]
    problem_of(await house.post("double", "/claim", {}), 403, "conflict-of-roles")
    assert house.prepared("jyj", "sign_off", {"decision": "agree"}).by.party == "education"


async def test_whoever_filed_a_case_or_acted_in_it_as_applicant_decides_nothing_in_it(house: House) -> None:
    filed = "LF2026-0101-00002"
    house.file(filed, by="li")
    house.stand(LEAD, number=filed)
    with pytest.raises(ConflictOfRoles):
        house.prepared("li", "check_completeness", REFUSE, filed)
    house.stand(LEAD, acts=(house.did("li", "supplement", "applicant"),), at=AT.replace(hour=3))
    with pytest.raises(ConflictOfRoles):
        may(house, "li")
    may(house, "fgw")


async def test_a_task_that_was_taken_is_for_the_one_who_has_it_and_the_head(house: House) -> None:
    taken = (await house.done("fgw", "/claim", {}))["tasks"][0]
    assert (taken["taken_by"]["username"], taken["is_empty"]) == ("fgw", False)
    assert (await house.done("fgw", "/claim", {}))["tasks"][0] == taken
    for path, body in (("/completeness", REFUSE), ("/claim", {}), ("/release", {})):
        problem = problem_of(await house.post("li", path, body), 403, "not-allowed")
        assert "fgw" in problem["detail"]
        assert all(word in problem["remedy"] for word in ("release", "reassign", "负责人"))
    may(house, "fgw")
    may(house, "head")
    (task,) = await house.get("li", "/v1/tasks")
    assert (task["taken_by"], task["is_mine"], task["acts"]) == ("fgw", False, [])
    assert [act["act"] for act in (await house.get("li"))["allowed_acts"]] == ["terminate"]
    (task,) = await house.get("fgw", "/v1/tasks?mine=true")
    assert (task["is_mine"], task["acts"][0]["act"]) == (True, "check_completeness")
    assert await house.get("li", "/v1/tasks?mine=true") == []
    await house.done("fgw", "/release", {})
    may(house, "li")
    assert [link.action for link in house.chain("task:claimed", "task:released")] == [
        "task:claimed",
        "task:released",
    ]


async def test_the_absent_persons_tasks_are_the_deputys(house: House) -> None:
    await house.done("fgw", "/claim", {})
    await house.away("fgw", "head")
    problem = problem_of(await house.post("li", "/completeness", REFUSE), 403, "not-allowed")
    assert "head同志（head）" in problem["remedy"]
    (task,) = await house.get("head", "/v1/tasks?mine=true")
    assert task["taken_by"] == "fgw"
    assert may(house, "head").by.for_account == house.account("fgw")


async def test_a_task_of_somebody_away_without_a_deputy_holds_nobody_up(house: House) -> None:
    await house.done("fgw", "/claim", {})
    await house.away("fgw")
    assert may(house, "li").by.for_account == ""
    assert (await house.done("li", "/claim", {}))["tasks"][0]["taken_by"]["username"] == "li"


async def test_the_head_takes_a_task_over_and_gives_it_away_and_the_new_one_is_written_to(
    house: House,
) -> None:
    await house.done("fgw", "/claim", {})
    await house.done("head", "/claim", {})
    given = await house.done("head", "/reassign", {"to": "li", "reason": "工作调整"})
    assert given["tasks"][0]["taken_by"]["username"] == "li"
    (mail,) = house.mails()
    assert (mail.event, mail.recipient, mail.facts["reason"]) == ("reassigned", "li@example.com", "工作调整")
    assert mail.facts["cases"][0]["case_number"] == NUMBER
    problem_of(await house.post("fgw", "/completeness", REFUSE), 403, "not-allowed")
    given = await house.done("li", "/reassign", {"to": "fgw", "reason": "还是由其办理"})
    assert given["tasks"][0]["taken_by"]["username"] == "fgw"


async def test_a_task_is_given_by_whom_it_belongs_to_and_to_whom_can_act(house: House) -> None:
    to_li = {"to": "li", "reason": "x"}
    problem = problem_of(await house.post("fgw", "/reassign", to_li), 403, "not-allowed")
    assert "claim" in problem["remedy"]
    await house.done("fgw", "/claim", {})
    problem_of(await house.post("li", "/reassign", {"to": "li", "reason": "x"}), 403, "not-allowed")
    problem_of(await house.post("administrator", "/reassign", to_li), 403, "not-allowed")
    for to, words in (("gxj", "本部门没有"), ("nobody", "本部门没有"), ("fgw", "已由其领取")):
        problem = problem_of(
            await house.post("fgw", "/reassign", {"to": to, "reason": "x"}), 422, "invalid-input"
        )
        assert (paths_of(problem), words in problem["errors"][0]["message"]) == ({"to"}, True)
    await house.done("li", "/recusal", WHY)
    problem = problem_of(await house.post("fgw", "/reassign", to_li), 422, "invalid-input")
    assert "回避" in problem["errors"][0]["message"]
    bodies: tuple[Any, ...] = ({}, {"to": "li"}, {"to": "li", "reason": ""}, [], {"to": 1, "reason": "x"})
    for body in bodies:
        problem_of(await house.post("fgw", "/reassign", body), 422, "invalid-input")


async def test_nothing_is_taken_where_nothing_waits(house: House) -> None:
    for path in ("/claim", "/release"):
        problem = problem_of(await house.post("gxj", path, {}), 409, "wrong-stage")
        assert "市发改委" in problem["why"]
        problem_of(await house.post("fgw", path, {"subject": "7"}), 409, "wrong-stage")
        problem_of(await house.post("yunshu", path, {}), 403, "not-allowed")
        problem_of(await house.post("jyj", path, {}), 404, "not-found")
    problem_of(await house.post("fgw", "/release", {}), 409, "wrong-stage")  # nobody has it
    house.stand(stage=Stage.WITHDRAWN, event=Event.WITHDRAWN, at=AT.replace(hour=3), final=True)
    problem_of(await house.post("fgw", "/claim", {}), 409, "case-closed")


async def test_a_taken_task_ends_with_the_task_and_comes_back_after_a_supplement(house: House) -> None:
    await house.done("li", "/claim", {})
    applicant = UserTask(party="applicant", acts=("supplement",), asked=LEAD.asked)
    house.stand(applicant, stage=Stage.SUPPLEMENT, event=Event.SUPPLEMENT_REQUESTED, at=AT.replace(hour=3))
    supplemented = (house.did("yunshu", "supplement", "applicant"),)
    house.stand(LEAD, event=Event.SUPPLEMENTED, acts=supplemented, at=AT.replace(hour=4))
    (task,) = await house.get("fgw", "/v1/tasks")
    assert task["taken_by"] == "li"
    review = LEAD.model_copy(update={"acts": ("review",)})
    house.stand(review, stage=Stage.LEAD_REVIEW, event=Event.ACCEPTED, at=AT.replace(hour=5))
    assert (await house.get("fgw", "/v1/tasks"))[0]["taken_by"] == ""
    house.stand(LEAD, event=Event.RETURNED, at=AT.replace(hour=6))  # the step again, without the applicant
    assert (await house.get("fgw", "/v1/tasks"))[0]["taken_by"] == ""


async def test_a_step_does_not_come_back_to_somebody_who_left_the_case(house: House) -> None:
    await house.done("li", "/claim", {})
    await house.away("li")
    house.stand(LEAD, acts=(house.did("yunshu", "supplement", "applicant"),), at=AT.replace(day=23))
    assert (await house.get("fgw", "/v1/tasks"))[0]["taken_by"] == ""


async def test_the_finance_bureau_has_its_own_desk(house: House) -> None:
    pay = UserTask(party="finance_bureau", acts=("issue_fund_document",), asked=LEAD.asked)
    house.stand(pay, stage=Stage.FUND_DOCUMENT, event=Event.FUNDS_AWAITED, at=AT.replace(hour=3))
    await house.done("finance", "/claim", {})
    split = {"document_number": "廊财建〔2026〕1号", "city_amount": "1.00", "locality_amount": "0.00"}
    problem_of(await house.post("cashier", "/fund-document", split), 403, "not-allowed")
    assert house.prepared("finance_head", "issue_fund_document", split).by.party == "finance_bureau"
    shown = await house.get("auditor", "/desks")
    assert (shown["tasks"][0]["party"], shown["tasks"][0]["taken_by"]["username"]) == (
        "finance_bureau",
        "finance",
    )
    assert DESK not in {task["party"] for task in shown["tasks"]}
