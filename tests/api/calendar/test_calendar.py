"""The calendar over HTTP: public to read; loaded by administrators, judged whole, kept for ever."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.calendar.moves import finish_move, unfinished_moves
from adapters.store.engine import transaction
from adapters.store.reach import Engine
from api.app import create_app
from domain.audit.entry import HOUSE
from domain.calendar_years.days import days_of
from domain.calendar_years.move import calendar_move_id
from tests.api.asking import TODAY, log_in, paths_of, problem_of
from tests.fixtures.announcements import MADE_UP_2027, body_2027

DOCUMENT_2026 = {
    "title": "国务院办公厅关于2026年部分节假日安排的通知",
    "number": "国办发明电〔2025〕7号",
    "issued_on": "2025-11-04",
}


@pytest.fixture
def engine(app: FastAPI) -> Engine:
    """The store behind the API."""
    found: Engine = app.state.wiring.engine
    return found


async def load(http: httpx.AsyncClient, body: dict[str, Any], year: int = 2027) -> httpx.Response:
    return await http.post(f"/v1/calendar/{year}", json=body, headers=await log_in(http, "administrator"))


def body_2026() -> dict[str, Any]:
    days = days_of(2026).model_dump(mode="json")
    return {**{name: days[name] for name in ("days_off", "make_up_days")}, "source": DOCUMENT_2026}


async def test_a_year_is_provisional_until_it_is_loaded(http: httpx.AsyncClient) -> None:
    before = (await http.get("/v1/calendar/2027")).json()
    assert (before["status"], before["origin"], before["source"]) == ("provisional", "computed", None)
    assert before["status_name"].startswith("暂定")
    assert [day["name"] for day in before["days_off"]][:2] == ["元旦", "农历除夕"]
    loaded = await load(http, body_2027())
    assert loaded.status_code == 202, loaded.text  # Temporal is away in this test
    assert loaded.headers["location"] == "/v1/calendar/2027"
    assert (loaded.json()["version"], loaded.json()["cases"]) == (1, "waiting")
    after = (await http.get("/v1/calendar/2027")).json()
    assert (after["status"], after["origin"]) == ("announced", "loaded")
    assert after["source"]["number"] == "测试〔2026〕1号"
    assert after["make_up_days"][0] == {"on": "2027-01-31", "weekday": "周日", "name": ""}
    assert after["working_days"] == 365 - 52 * 2 - 13  # 2027 has 52 Saturdays and 52 Sundays
    assert after["loads"][0]["followed_at"] is None


async def test_the_list_tells_every_announced_year_and_the_next(http: httpx.AsyncClient) -> None:
    years = {line["year"]: line for line in (await http.get("/v1/calendar")).json()}
    assert (min(years), max(years)) == (2004, 2027)
    assert (years[2026]["status"], years[2027]["status"]) == ("announced", "provisional")
    await load(http, body_2027())
    years = {line["year"]: line for line in (await http.get("/v1/calendar")).json()}
    assert (years[2027]["status"], years[2027]["source"]["number"]) == ("announced", "测试〔2026〕1号")


async def test_a_year_of_the_release_is_loaded_for_its_document_and_moves_nothing(
    http: httpx.AsyncClient, engine: Engine
) -> None:
    assert (await http.get("/v1/calendar/2026")).json()["source"] is None
    loaded = await load(http, body_2026(), 2026)
    assert (loaded.status_code, loaded.json()["cases"]) == (201, "unaffected")
    assert unfinished_moves(engine) == []
    shown = (await http.get("/v1/calendar/2026")).json()
    assert (shown["origin"], shown["source"]) == ("loaded", DOCUMENT_2026)


async def test_every_wrong_day_is_named_by_its_field_and_nothing_is_loaded(
    http: httpx.AsyncClient, engine: Engine
) -> None:
    days = [day for day in body_2027()["days_off"] if day["on"] not in ("2027-04-05", "2027-10-02")]
    body = body_2027(
        days_off=[*days, {"on": "2028-02-01", "name": "元旦"}],
        make_up_days=["2027-03-03", "2027-05-01"],
        source={"title": "", "number": "x", "issued_on": "2026-11-24"},
    )
    found = problem_of(await load(http, body), 422, "invalid-input")
    expected = {
        "source.title",
        "source.issued_on",
        "days_off",
        "days_off[27].on",
        "make_up_days[0]",
        "make_up_days[1]",
    }
    assert paths_of(found) == expected
    told = [entry["message"] for entry in found["errors"] if entry["path"] == "days_off"]
    assert told == ["缺少法定节假日：2027-04-05（周一） 清明节", "缺少法定节假日：2027-10-02（周六） 国庆节"]
    assert "全国年节及纪念日放假办法" in found["clause"]
    assert found["remedy"]
    assert (await http.get("/v1/calendar/2027")).json()["status"] == "provisional"
    assert unfinished_moves(engine) == []


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, {"source", "days_off"}),
        (body_2027(days_off=[{"on": "2027-02-30", "name": "x"}]), {"days_off[0].on"}),
        (body_2027(stray=1), {"stray"}),
        (body_2027(make_up_days=["2027-01-31"] * 121), {"make_up_days"}),
        (body_2027(source={"title": "x"}), {"source.number", "source.issued_on"}),
    ],
)
async def test_a_body_of_the_wrong_form_is_told_by_path(
    http: httpx.AsyncClient, body: dict[str, Any], paths: set[str]
) -> None:
    assert paths_of(problem_of(await load(http, body), 422, "invalid-input")) == paths


@pytest.mark.parametrize("year", [1999, 2100, "next"])
async def test_a_year_that_nobody_reckons_is_a_problem(http: httpx.AsyncClient, year: object) -> None:
    problem_of(await http.get(f"/v1/calendar/{year}"), 422, "invalid-input")


async def test_only_a_year_that_its_document_can_announce_is_loaded(http: httpx.AsyncClient) -> None:
    found = problem_of(await load(http, body_2027(), 2029), 422, "invalid-input")
    assert "year" in paths_of(found)


@pytest.mark.parametrize("username", ["yunshu", "fgw", "finance", "auditor"])
async def test_only_administrators_load(http: httpx.AsyncClient, username: str) -> None:
    headers = await log_in(http, username)
    problem_of(await http.post("/v1/calendar/2027", json=body_2027(), headers=headers), 403, "not-allowed")
    problem_of(await http.post("/v1/calendar/2027", json=body_2027()), 401, "not-authenticated")


async def test_the_same_announcement_again_is_the_same_load(http: httpx.AsyncClient, engine: Engine) -> None:
    await load(http, body_2027())
    shuffled = body_2027(make_up_days=[day.isoformat() for day in reversed(MADE_UP_2027)])
    again = await load(http, shuffled)
    assert (again.json()["version"], len(again.json()["loads"])) == (1, 1)
    assert [move.version for move in unfinished_moves(engine)] == [1]


async def test_a_load_that_did_not_reach_every_case_says_so_and_is_told_again(
    http: httpx.AsyncClient, engine: Engine
) -> None:
    await load(http, body_2027())
    for left, status, cases in ((2, 202, "waiting"), (0, 201, "told")):
        with transaction(engine) as session:
            finish_move(session, 1, mails=3, left=left, at=datetime(2026, 11, 24, tzinfo=UTC))
        shown = (await http.get("/v1/calendar/2027")).json()["loads"][0]
        assert (shown["mails"], shown["left"]) == (3, left)
        again = await load(http, body_2027())
        assert (again.status_code, again.json()["cases"], again.json()["version"]) == (status, cases, 1)


async def test_a_correction_needs_a_reason_counts_at_once_and_leaves_the_earlier_on_record(
    http: httpx.AsyncClient, engine: Engine
) -> None:
    await load(http, body_2027())
    days = [day.isoformat() for day in MADE_UP_2027]
    changed = body_2027(make_up_days=["2027-01-30", *days[1:]])
    refused = problem_of(await load(http, changed), 422, "invalid-input")
    assert paths_of(refused) == {"reason"}
    corrected = (await load(http, {**changed, "reason": "原装载日期有误"})).json()
    assert (corrected["version"], corrected["make_up_days"][0]["on"]) == (2, "2027-01-30")
    assert [(each["version"], each["reason"]) for each in corrected["loads"]] == [
        (2, "原装载日期有误"),
        (1, ""),
    ]
    loads = [entry for entry in entries_of(engine, HOUSE) if entry.action == "calendar:loaded"]
    assert [(entry.subject, entry.after["version"]) for entry in loads] == [("2027", 1), ("2027", 2)]
    assert loads[1].before["digest"] == loads[0].after["digest"]
    assert all(len(entry.account) == 32 for entry in loads)


@pytest.mark.parametrize(
    "change", ["UPDATE calendar_year SET year = 2028", "DELETE FROM calendar_year WHERE year = 2027"]
)
async def test_the_database_keeps_what_was_loaded(
    http: httpx.AsyncClient, engine: Engine, change: str
) -> None:
    await load(http, body_2027())
    with transaction(engine) as session, pytest.raises(DatabaseError, match="calendar_year is append-only"):
        session.connection().execute(text(change))


async def test_the_cases_are_told_where_temporal_is_there(
    api_settings: Settings, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    wired = api_settings.model_copy(update={"task_queue": task_queue})
    made = create_app(wired, client=temporal.client, today=lambda: TODAY)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://api") as http:
        for _ in range(2):
            loaded = await load(http, body_2027())
            assert (loaded.status_code, loaded.json()["cases"]) == (201, "being_told")
    handle = temporal.client.get_workflow_handle(calendar_move_id(1))
    assert (await handle.describe()).task_queue == task_queue
    await handle.terminate()
    made.state.wiring.engine.dispose()
