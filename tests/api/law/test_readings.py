"""Readings of the law over HTTP: public to read, switched by an administrator with a document; running cases keep theirs."""

import random
from copy import deepcopy
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import RunningNumber
from domain.audit.entry import HOUSE
from tests.api.asking import OTHER_UNIT, TODAY, UNIT, application, log_in, paths_of, problem_of
from tests.api.procedure import People
from tests.api.simulation.test_simulations import EXAMPLE, ended, submit
from tools.demo.scenarios import SCENARIOS

NAME = "m4.base"
SWITCH = {
    "value": "all_input",
    "document_number": "廊科规〔2026〕8号",
    "document_on": "2026-11-20",
    "from_on": TODAY.isoformat(),
    "reason": "实施细则第六条已明确。",
}
COST = {"programme_level": "national", "research_cost": "1000000.00", "public_grants": "400000.00"}


async def switch(
    http: httpx.AsyncClient, name: str = NAME, account: str = "administrator", **changes: Any
) -> httpx.Response:
    return await http.post(f"/v1/readings/{name}", json=SWITCH | changes, headers=await log_in(http, account))


async def quoted(http: httpx.AsyncClient, on: str) -> dict[str, Any]:
    answer = await http.post("/v1/quotes", json={"measure": "core_technology", "facts": COST, "on": on})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_every_reading_is_told_with_its_document(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/v1/readings")).json()
    shown = (await http.get("/v1/measures/core_technology")).json()["readings"]
    assert [(each["name"], each["value"], each["document_number"]) for each in listed] == [
        (each["code"], each["value"], each["document_number"]) for each in shown
    ]
    assert all(each["history"] == [] and each["from_on"] == "2026-01-01" for each in listed)


async def test_a_switch_holds_from_its_day_on_and_the_sheet_names_its_document(
    http: httpx.AsyncClient, app: FastAPI
) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    before = await quoted(http, tomorrow)
    assert before["amount"] == "300000.00"
    answer = await switch(http, from_on=tomorrow)
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/readings/{NAME}")
    assert (answer.json()["value"], answer.json()["history"][0]["value"]) == ("own_funds", "all_input")
    assert await quoted(http, TODAY.isoformat()) == await quoted(http, "2026-06-01") == before
    after = await quoted(http, tomorrow)
    assert (after["amount"], after["readings"][NAME]) == ("500000.00", "all_input")
    assert "（口径：全部投入（廊科规〔2026〕8号））" in after["lines"][0]["explanation"]
    audited = [
        entry for entry in entries_of(app.state.wiring.engine, HOUSE) if entry.action == "reading:switched"
    ]
    assert [(entry.subject, entry.after["document_number"]) for entry in audited] == [
        (NAME, "廊科规〔2026〕8号")
    ]


async def test_the_same_switch_again_is_the_same_and_another_replaces_it(http: httpx.AsyncClient) -> None:
    first, again = await switch(http), await switch(http)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    back = (await switch(http, value="own_funds", document_number="廊科规〔2026〕9号")).json()
    assert (back["value"], back["document_number"]) == ("own_funds", "廊科规〔2026〕9号")
    assert [each["value"] for each in back["history"]] == ["own_funds", "all_input"]
    confirmed = (await switch(http, value="own_funds", document_number="廊政规〔2026〕1号")).json()
    assert (confirmed["document_number"], len(confirmed["history"])) == ("廊政规〔2026〕1号", 3)
    assert (await quoted(http, TODAY.isoformat()))["amount"] == "300000.00"


async def test_one_that_is_to_come_stands_behind_one_entered_later_for_an_earlier_day(
    http: httpx.AsyncClient,
) -> None:
    coming, soon = (TODAY + timedelta(days=days) for days in (30, 10))
    await switch(http, from_on=coming.isoformat())
    await switch(http, from_on=soon.isoformat(), value="own_funds", document_number="廊科规〔2026〕9号")
    days = (soon - timedelta(days=1), soon, coming - timedelta(days=1), coming)
    amounts = [(await quoted(http, day.isoformat()))["amount"] for day in days]
    assert amounts == ["300000.00"] * 3 + ["500000.00"]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"value": "guess"}, {"value"}),
        ({"document_number": " "}, {"document_number"}),
        ({"reason": ""}, {"reason"}),
        ({"document_on": (TODAY + timedelta(days=1)).isoformat()}, {"document_on"}),
        ({"from_on": (TODAY - timedelta(days=1)).isoformat()}, {"from_on"}),
        ({"value": "guess", "from_on": "2026-01-01"}, {"value", "from_on"}),
        ({"by": "me"}, {"by"}),
    ],
)
async def test_a_wrong_switch_is_refused_by_field(
    http: httpx.AsyncClient, changes: dict[str, Any], paths: set[str]
) -> None:
    assert paths_of(problem_of(await switch(http, **changes), 422, "invalid-input")) == paths
    assert (await http.get(f"/v1/readings/{NAME}")).json()["history"] == []


async def test_there_is_no_switch_that_the_law_does_not_know_nor_after_its_end(
    http: httpx.AsyncClient,
) -> None:
    problem_of(await switch(http, "m99.guess"), 404, "not-found")
    problem_of(await http.get("/v1/readings/m99.guess"), 404, "not-found")
    problem_of(await switch(http, from_on="2031-01-01"), 404, "not-found")


@pytest.mark.parametrize("account", ["fgw", "finance", "auditor", "yunshu"])
async def test_only_an_administrator_switches(http: httpx.AsyncClient, account: str) -> None:
    problem_of(await switch(http, account=account), 403, "not-allowed")


async def test_the_store_keeps_every_switch_as_it_is(http: httpx.AsyncClient, app: FastAPI) -> None:
    await switch(http)
    for statement in ("UPDATE reading_switch SET value = 'own_funds'", "DELETE FROM reading_switch"):
        with pytest.raises(DatabaseError), transaction(app.state.wiring.engine) as session:
            session.execute(text(statement))


async def test_a_reading_is_tried_in_the_sandbox_before_it_is_switched(http: httpx.AsyncClient) -> None:
    tried = await ended(http, await submit(http, EXAMPLE, f"readings.{NAME}=all_input"))
    changed = tried["result"]["changes"]
    assert changed == [{"path": f"readings.{NAME}", "before": "own_funds", "after": "all_input"}]
    assert (await http.get(f"/v1/readings/{NAME}")).json()["value"] == "own_funds"
    await switch(http)
    back = await ended(http, await submit(http, EXAMPLE, f"readings.{NAME}=own_funds"))
    assert back["result"]["changes"][0]["before"] == "all_input"


# ---- cases


def _tests(mark: str) -> list[dict[str, Any]]:
    """The demo's security tests, each report under a number of its own."""
    scenario = next(each for each in SCENARIOS if each.code == "security_testing")
    tests: list[dict[str, Any]] = deepcopy(scenario.facts["tests"])
    for test in tests:
        if "report_number" in test:
            test["report_number"] += mark
    return tests


async def _reviewed(people: People, account: str, unit_name: str, unit: str, mark: str) -> dict[str, Any]:
    """File 10 as a unit; complete."""
    body = application(
        measure="security_testing",
        award_base_key=None,
        facts={"tests": _tests(mark)},
        unit=unit,
        unit_name=unit_name,
    )
    people.case = ""
    filed = await people.do(account, "/v1/applications", body)
    people.case = f"/v1/applications/{filed['case_number']}"
    papers = {"decision": "accept", "received_on_paper": ["10-1", "10-2"]}
    await people.do("gxj", "/completeness", papers)
    return filed


async def _amount(people: People) -> tuple[str, str]:
    """What the review comes to, and the line of the cap."""
    points = (await people.http.get("/v1/measures/security_testing")).json()["review_points"]
    checklist = {point["code"]: True for point in points}
    done = await people.do("gxj", "/review", {"decision": "approve", "checklist": checklist})
    sheet = (await people.get("auditor")).json()["sheet"]
    return done["amount"], " ".join(line["explanation"] for line in sheet)


async def test_cases_filed_after_a_switch_pin_it_and_those_before_keep_theirs(
    served: httpx.AsyncClient, worked: None, served_settings: Settings
) -> None:
    engine = open_engine(served_settings.database_url)
    with transaction(engine) as session:
        session.add(RunningNumber(key="2026-10", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    people = People(served)
    await _reviewed(people, "yunshu", "廊坊云枢智算科技有限公司", UNIT, "A")
    before = people.case
    assert (await switch(served, "m10.cap_scope", value="each_product")).status_code == 201
    await _reviewed(people, "lingxi", "霸州灵犀装备有限公司", OTHER_UNIT, "B")
    amount, sheet = await _amount(people)
    assert (amount, "每个产品（廊科规〔2026〕8号）" in sheet) == ("550000.00", True)
    after = (await people.get("auditor")).json()
    people.case = before
    amount, sheet = await _amount(people)
    assert (amount, "每单位每年合计（暂行口径2026-08）" in sheet) == ("500000.00", True)
    kept = (await people.get("auditor")).json()
    pinned = [
        (case["readings"]["m10.cap_scope"], case["reading_documents"]["m10.cap_scope"])
        for case in (kept, after)
    ]
    assert pinned == [("unit_and_year", "暂行口径2026-08"), ("each_product", "廊科规〔2026〕8号")]
    assert kept["policy_digest"] == after["policy_digest"] != ""
