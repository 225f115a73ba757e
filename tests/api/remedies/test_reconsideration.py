"""A refusal through HTTP: its remedies with their days, and the office asked to judge again."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.people.accounts import save_account
from api.app import create_app
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.narrative import day_text
from domain.case.remedies import six_months, sixty_days
from tests.api.asking import application, new_key, official, problem_of
from tests.api.procedure import ON_PAPER, POINTS, People

DECIDED_ON = shanghai_date(datetime.now(UTC))
LAST_DAY = sixty_days(DECIDED_ON, WorkingCalendar()).on
LAST_DAY_OF_SUIT = six_months(DECIDED_ON, WorkingCalendar()).on


class Today:
    """The day that the API takes as today."""

    def __init__(self) -> None:
        self.day = DECIDED_ON

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def today() -> Today:
    return Today()


@pytest_asyncio.fixture
async def served(
    temporal: WorkflowEnvironment, served_settings: Settings, today: Today
) -> AsyncIterator[httpx.AsyncClient]:
    """The API with Temporal behind it, on a day that the test chooses, and a second person at the lead."""
    engine = open_engine(served_settings.database_url)
    save_account(engine, official("fgw2", "development_and_reform"))
    engine.dispose()
    app: FastAPI = create_app(served_settings, client=temporal.client, today=today)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client
    app.state.wiring.engine.dispose()


async def refuse(people: People) -> None:
    """Refused at the completeness check."""
    ended = await people.do("fgw", "/completeness", {"decision": "refuse", "reason": "材料不全"})
    assert (ended["final"], ended["stage"]) == (True, "不予受理")


async def remedies(people: People) -> list[dict[str, Any]]:
    """The remedies of the case, as the applicant sees them."""
    found: list[dict[str, Any]] = (await people.get("yunshu")).json()["remedies"]
    return found


async def test_a_refusal_shows_its_remedies_until_their_last_days(people: People, today: Today) -> None:
    assert await remedies(people) == []
    await refuse(people)
    shown = {entry["kind"]: entry for entry in await remedies(people)}
    assert {kind: entry["until"] for kind, entry in shown.items()} == {
        "reconsideration": str(LAST_DAY),
        "administrative_review": str(LAST_DAY),
        "suit": str(LAST_DAY_OF_SUIT),
    }
    assert {(entry["reason"], entry["clause"]) for entry in shown.values()} == {("材料不全", "第1条")}
    assert shown["administrative_review"]["authority"] == "廊坊市人民政府"
    assert shown["reconsideration"]["href"] == f"{people.case}/reconsideration"
    today.day = LAST_DAY
    assert len(await remedies(people)) == 3
    today.day = LAST_DAY + timedelta(days=1)
    assert [entry["kind"] for entry in await remedies(people)] == ["suit"]
    today.day = LAST_DAY_OF_SUIT + timedelta(days=1)
    assert await remedies(people) == []


async def test_a_refused_case_is_judged_again_by_somebody_else(people: People) -> None:
    await refuse(people)
    problem_of(await people.post("fgw", "/reconsideration", {"reason": "x"}), 403, "not-allowed")
    problem_of(await people.post("lingxi", "/reconsideration", {"reason": "x"}), 404, "not-found")
    problem_of(await people.post("yunshu", "/reconsideration", {"reason": " "}), 422, "invalid-input")
    begun = await people.do("yunshu", "/reconsideration", {"reason": "材料已经齐全"})
    assert (begun["stage"], begun["final"]) == ("形式审查中", False)
    seen = (await people.get("fgw2")).json()
    assert seen["timeline"][-1]["title"] == "复核申请已受理"
    assert {entry["kind"] for entry in seen["remedies"]} == {"administrative_review", "suit"}
    accept = {**ON_PAPER, "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    problem = problem_of(await people.post("fgw", "/completeness", accept), 403, "conflict-of-roles")
    assert problem["remedy"] == "请由fgw2办理。", "the door names who may act"
    assert (await people.do("fgw2", "/completeness", accept))["stage"] == "牵头审核中"
    assert await remedies(people) == [], "the refusal was replaced"
    reviewed = {"decision": "approve", "checklist": POINTS}
    problem_of(await people.post("fgw", "/review", reviewed), 403, "conflict-of-roles")
    assert (await people.do("fgw2", "/review", reviewed))["stage"] == "部门会签中"
    problem = problem_of(
        await people.post("yunshu", "/reconsideration", {"reason": "再来一次"}), 409, "wrong-stage"
    )
    assert "没有可以复核的决定" in problem["detail"]


async def test_a_request_that_comes_too_late_is_told_what_remains(people: People, today: Today) -> None:
    await refuse(people)
    assert len(await remedies(people)) == 3, "the applicant has seen the decision"
    today.day = LAST_DAY + timedelta(days=1)
    problem = problem_of(
        await people.post("yunshu", "/reconsideration", {"reason": "材料已经齐全"}), 422, "not-eligible"
    )
    assert day_text(LAST_DAY) in problem["detail"]
    assert "行政诉讼" in problem["remedy"]
    assert "行政复议" not in problem["remedy"]
    today.day = LAST_DAY_OF_SUIT + timedelta(days=1)
    problem = problem_of(
        await people.post("yunshu", "/reconsideration", {"reason": "材料已经齐全"}), 422, "not-eligible"
    )
    assert "期限也已届满" in problem["remedy"]
    today.day = LAST_DAY
    assert not (await people.do("yunshu", "/reconsideration", {"reason": "材料已经齐全"}))["final"]


async def test_the_second_refusal_is_final_in_the_office(people: People) -> None:
    await refuse(people)
    await people.do("yunshu", "/reconsideration", {"reason": "材料已经齐全"})
    await people.do("fgw2", "/completeness", {"decision": "refuse", "reason": "仍缺审计报告"})
    problem = problem_of(
        await people.post("yunshu", "/reconsideration", {"reason": "再来一次"}), 409, "wrong-stage"
    )
    assert problem["detail"] == "本决定已是复核的结果，不能再次申请复核。"
    assert "行政复议" in problem["remedy"]
    assert [entry["kind"] for entry in await remedies(people)] == ["administrative_review", "suit"]


async def test_a_case_that_runs_or_was_withdrawn_has_nothing_to_reconsider(people: People) -> None:
    body = {"reason": "请复核"}
    problem_of(await people.post("yunshu", "/reconsideration", body), 409, "wrong-stage")
    await people.do("yunshu", "/withdraw", {"reason": "计划调整"})
    problem = problem_of(await people.post("yunshu", "/reconsideration", body), 409, "wrong-stage")
    assert "可以重新申请" in problem["remedy"]


async def test_two_cases_do_not_mix(people: People) -> None:
    await refuse(people)
    other = await people.http.post(
        "/v1/applications",
        json=application(award_base_key="二号算力中心"),
        headers=await people.known("yunshu") | new_key(),
    )
    assert other.status_code == 201, other.text
    assert (await people.do("yunshu", "/reconsideration", {"reason": "材料已经齐全"}))["final"] is False
    listed = await people.http.get("/v1/applications", headers=await people.known("auditor"))
    assert [case["final"] for case in listed.json()["items"]] == [False, False]
