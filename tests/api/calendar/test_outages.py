"""An outage of the office's own system is entered once, by an administrator, with its document; ends in it move."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from adapters.store.audit.chain import entries_of
from domain.audit.entry import HOUSE
from domain.calendar import WorkingCalendar
from domain.calendar_years.move import calendar_move_id
from tests.api.asking import log_in, paths_of, problem_of
from tests.api.procedure import People

OUTAGE = {
    "began_at": "2026-11-19T10:00:00+08:00",
    "ended_at": "2026-11-21T09:00:00+08:00",
    "document": "停机公告〔2026〕1号",
    "reason": "机房断电",
}


async def enter(http: httpx.AsyncClient, username: str = "administrator", **changes: Any) -> httpx.Response:
    return await http.post("/v1/outages", json={**OUTAGE, **changes}, headers=await log_in(http, username))


async def test_an_outage_is_entered_once_and_everybody_may_read_it(http: httpx.AsyncClient) -> None:
    first, again = await enter(http), await enter(http)
    assert (first.status_code, again.json()["version"]) == (202, first.json()["version"])  # Temporal is away
    (shown,) = (await http.get("/v1/outages")).json()
    assert (shown["document"], shown["grace_working_days"], shown["found_by_worker"]) == (
        "停机公告〔2026〕1号",
        3,
        False,
    )
    engine = http._transport.app.state.wiring.engine  # type: ignore[attr-defined]
    assert [entry.action for entry in entries_of(engine, HOUSE)].count("outage:entered") == 1


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"ended_at": "2026-11-19T10:00:00+08:00"}, "ended_at"),
        ({"ended_at": "2026-11-24T09:00:00+08:00"}, "ended_at"),  # tomorrow
        ({"began_at": "2026-08-01T00:00:00+08:00"}, "began_at"),
        ({"began_at": "2026-11-19T10:00:00"}, "began_at"),  # no time zone
        ({"document": " "}, "document"),
        ({"reason": ""}, "reason"),
    ],
)
async def test_an_outage_that_cannot_be_is_refused_by_field(
    http: httpx.AsyncClient, changes: dict[str, Any], path: str
) -> None:
    assert paths_of(problem_of(await enter(http, **changes), 422, "invalid-input")) == {path}


@pytest.mark.parametrize("username", ["yunshu", "fgw", "finance", "auditor"])
async def test_only_administrators_enter_outages(http: httpx.AsyncClient, username: str) -> None:
    problem_of(await enter(http, username), 403, "not-allowed")


async def test_an_applicants_end_in_an_outage_moves_and_the_offices_stay(
    people: People, temporal: WorkflowEnvironment
) -> None:
    office = (await people.get("fgw", "/clock")).json()["terms"][0]["due_on"]
    asked = {
        "decision": "supplement",
        "defects": [{"item": "1.1-1", "problem": "未盖章"}],
        "reason": "请补正",
    }
    await people.do("fgw", "/completeness", asked)
    told = date.fromisoformat((await people.get("yunshu", "/clock")).json()["terms"][0]["due_on"])
    entered = await enter(
        people.http,
        began_at=f"{told - timedelta(days=1)}T08:00:00+08:00",
        ended_at=f"{told + timedelta(days=1)}T09:00:00+08:00",
    )
    assert entered.status_code == 201, entered.text
    last = WorkingCalendar().add_working_days(told + timedelta(days=1), 3).on
    shown = await people.until(lambda seen: seen["terms"][0]["due_on"] == str(last), "yunshu", "/clock")
    assert shown["happened"][-1]["event"] == "terms_moved"
    assert office < str(last)
    await temporal.client.get_workflow_handle(calendar_move_id(entered.json()["version"])).terminate()
