"""Days of the calendar that are told late, or with a neighbouring year, are taken with their document; open terms move."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from domain.calendar import shanghai_date
from domain.calendar_years.move import calendar_move_id
from tests.api.asking import log_in, paths_of, problem_of
from tests.api.procedure import People
from tests.fixtures.announcements import SOURCE_2027, body_2027

LATE = {
    "title": "国务院办公厅关于调整放假安排的通知（测试用）",
    "number": "测试〔2026〕2号",
    "issued_on": "2026-11-20",
}
IN_MAY = {**LATE, "issued_on": "2026-05-13"}
DECEMBER = ("2026-12-31", "2026-12-26")


async def load(http: httpx.AsyncClient, year: int, body: dict[str, Any]) -> httpx.Response:
    return await http.post(f"/v1/calendar/{year}", json=body, headers=await log_in(http, "administrator"))


async def shown(http: httpx.AsyncClient, year: int) -> dict[str, Any]:
    found: dict[str, Any] = (await http.get(f"/v1/calendar/{year}")).json()
    return found


async def body_of(http: httpx.AsyncClient, year: int, **changes: Any) -> dict[str, Any]:
    """A year as it counts, as the body of a load."""
    days = await shown(http, year)
    off = [{"on": day["on"], "name": day["name"]} for day in days["days_off"]]
    worked = [day["on"] for day in days["make_up_days"]]
    return {"source": IN_MAY, "days_off": off, "make_up_days": worked, **changes}


def with_days(body: dict[str, Any], off: str, worked: str, **changes: Any) -> dict[str, Any]:
    """The same with one day off more, and a weekend worked for it."""
    return {
        **body,
        "days_off": [*body["days_off"], {"on": off, "name": "调休放假"}],
        "make_up_days": [*body["make_up_days"], worked],
        **changes,
    }


REQUESTS = {
    "with the year that follows": (2027, *DECEMBER, {"source": LATE}),
    "as a correction of its own year": (2026, *DECEMBER, {"reason": "2027年的通知调整了2026年12月的日期"}),
    "while the year runs": (2026, "2026-09-03", "2026-09-06", {"departure": "国务院另行决定"}),
    "with the year that goes before": (2026, "2027-01-04", "2027-01-09", {}),
    "four days before": (2026, "2026-11-24", "2026-11-28", {"source": LATE}),
    "into a January that nobody announced": (2027, "2028-01-03", "2028-01-08", {"source": LATE}),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
async def test_days_are_taken_with_their_document_and_count_at_once(
    http: httpx.AsyncClient, request_: tuple[int, str, str, dict[str, Any]]
) -> None:
    year, off, worked, changes = request_
    base = body_2027() if year == SOURCE_2027.issued_on.year + 1 else await body_of(http, year)
    loaded = await load(http, year, with_days(base, off, worked, **changes))
    assert (loaded.status_code, loaded.json()["cases"]) == (202, "waiting"), loaded.text  # Temporal is away
    days = await shown(http, int(off[:4]))
    assert off in {day["on"] for day in days["days_off"]}
    assert worked in {day["on"] for day in days["make_up_days"]}
    number = changes.get("source", IN_MAY if year == 2026 else LATE)["number"]
    sources = [*days["also"], *([days["source"]] if days["source"] else [])]
    assert number in {source["number"] for source in sources}


@pytest.mark.parametrize(
    ("off", "worked", "paths"),
    [
        ("2026-11-30", "2026-12-26", {"days_off[29].on"}),  # no December
        ("2026-12-31", "2026-12-25", {"make_up_days[5]"}),  # a working day already
        ("2026-12-31", "2028-01-01", {"make_up_days[5]"}),  # the law gives it
        ("2026-12-31", "2026-12-31", {"make_up_days[5]"}),
    ],
)
async def test_a_wrong_day_of_a_neighbouring_year_is_named(
    http: httpx.AsyncClient, off: str, worked: str, paths: set[str]
) -> None:
    refused = problem_of(await load(http, 2027, with_days(body_2027(), off, worked)), 422, "invalid-input")
    assert paths_of(refused) == paths
    assert "上年12月" in refused["remedy"]


async def test_an_open_term_moves_with_a_day_of_a_year_that_was_known(
    people: People, temporal: WorkflowEnvironment
) -> None:
    before = (await people.get("fgw", "/clock")).json()["terms"][0]["due_on"]
    last = date.fromisoformat(before)
    body = await body_of(people.http, last.year, departure="国务院另行决定", reason="临时调整")
    today = shanghai_date(datetime.now(UTC))
    body["source"] = {**LATE, "issued_on": today.isoformat()}
    body["days_off"] = [*body["days_off"], {"on": before, "name": "临时放假"}]
    loaded = await load(people.http, last.year, body)
    assert (loaded.status_code, loaded.json()["cases"]) == (201, "being_told"), loaded.text
    after = await people.until(lambda seen: seen["terms"][0]["due_on"] != before, "fgw", "/clock")
    await temporal.client.get_workflow_handle(calendar_move_id(loaded.json()["version"])).terminate()
    assert after["happened"][-1]["event"] == "terms_moved"
    assert timedelta(0) < date.fromisoformat(after["terms"][0]["due_on"]) - last < timedelta(days=10)
