"""Personal data: what is kept is public, the own is given out as a file, and an account comes to its end."""

from typing import Any

import pytest

from adapters.store.cases.submissions import Objection, add_objection
from adapters.store.people.accounts import account_by_username
from domain import bounds
from domain.audit.entry import HOUSE
from domain.case.acts.objections import FindOnObjection
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.personal_data.register import register
from tests.api.asking import log_in, problem_of
from tests.api.people_at_desks import DESK, NUMBER, House
from tests.api.people_at_desks import house as house
from tools.demo.paper import pdf_of

WHY = {"reason": "申请单位法定代表人系本人近亲属。"}


async def data_of(house: House, username: str) -> dict[str, list[dict[str, Any]]]:
    answer = await house.http.get("/v1/me/data", headers=await log_in(house.http, username))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return {each["id"]: each["rows"] for each in answer.json()["data"]}


async def test_anybody_reads_what_is_kept_why_and_how_long(house: House) -> None:
    listed = (await house.http.get("/v1/personal-data")).json()
    assert [each["id"] for each in listed] == [each.id for each in register().kept]
    assert all(each["basis"] and each["term"] and each["why"] for each in listed)


async def test_everybody_takes_the_own_data_along_and_nothing_of_others(house: House) -> None:
    uploaded = await house.http.post(
        f"/v1/applications/{NUMBER}/documents",
        data={"code": "1.1-1"},
        files={"file": ("身份证.pdf", pdf_of("云枢"))},
        headers=await log_in(house.http, "yunshu"),
    )
    assert uploaded.status_code == 201
    await house.done("li", "/recusal", WHY)
    mine = await data_of(house, "yunshu")
    assert mine["account"][0]["username"] == "yunshu"
    assert "password_hash" not in mine["account"][0]
    assert [(row["name"], row["case_number"]) for row in mine["document"]] == [("身份证.pdf", NUMBER)]
    assert mine["contact"][0]["number"] == NUMBER
    assert "recusal" not in mine
    official = await data_of(house, "li")
    assert [row["reason"] for row in official["recusal"]] == [WHY["reason"]]
    assert "document" not in official
    (first, second) = house.chain("personal-data:exported")
    assert (first.chain, first.subject, second.subject) == (
        HOUSE,
        house.account("yunshu"),
        house.account("li"),
    )


async def test_the_own_data_is_given_out_so_often_a_day_and_each_time_is_a_link(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_GIVEN_OUT", 2)
    headers = await log_in(house.http, "yunshu")
    for _ in range(2):
        await data_of(house, "yunshu")
    refused = problem_of(await house.http.get("/v1/me/data", headers=headers), 409, "limit-reached")
    assert "次日" in refused["remedy"]
    await data_of(house, "li")
    assert len(house.chain("personal-data:exported")) == 3


async def test_an_applicant_closes_its_account_when_its_cases_have_ended(house: House) -> None:
    headers = await log_in(house.http, "yunshu")
    body = {"confirm": True}
    for wrong in ({}, {"confirm": False}):
        problem_of(await house.http.post("/v1/me/closing", json=wrong, headers=headers), 422, "invalid-input")
    refused = await house.http.post("/v1/me/closing", json=body, headers=headers)
    assert NUMBER in problem_of(refused, 409, "wrong-stage")["detail"]
    official = await house.http.post("/v1/me/closing", json=body, headers=await log_in(house.http, "li"))
    problem_of(official, 403, "not-allowed")
    house.stand(final=True)
    closed = await house.http.post("/v1/me/closing", json=body, headers=headers)
    assert closed.status_code == 200, closed.text
    assert {each["id"] for each in closed.json()["erased"]} == {"account", "choices"}
    assert all(each["why"] for each in closed.json()["stays"])
    assert (await house.http.get("/v1/me/data", headers=headers)).status_code in (401, 403)
    kept = account_by_username(house.engine, "yunshu")
    assert kept is not None
    assert (kept.is_disabled, kept.email, "云枢" in kept.display_name) == (True, None, False)
    (link,) = house.chain("account:closed")
    assert "云枢" not in link.after


async def test_an_account_whose_objection_is_still_to_be_answered_is_not_closed(house: House) -> None:
    objector = house.account("lingxi")
    laid_down = Objection(id="o" * 32, case_number=NUMBER, raised_by=objector, party="public", content="不实")
    add_objection(house.engine, laid_down)
    finding = UserTask(party=DESK, acts=(FindOnObjection.kind,), subject=laid_down.id, not_by=(objector,))
    house.stand(finding, stage=Stage.OBJECTION_FINDING, event=Event.OBJECTION_RAISED)
    headers, body = await log_in(house.http, "lingxi"), {"confirm": True}
    refused = problem_of(
        await house.http.post("/v1/me/closing", json=body, headers=headers), 409, "wrong-stage"
    )
    assert NUMBER in refused["detail"]
    assert refused["remedy"]
    house.stand(stage=Stage.PUBLIC_NOTICE, event=Event.OBJECTION_DISMISSED)
    closed = await house.http.post("/v1/me/closing", json=body, headers=headers)
    assert closed.status_code == 200, closed.text
