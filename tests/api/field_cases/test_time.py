"""G3, G4, P1: a last day that an applicant was told never moves earlier, and an end in an outage moves, whatever it was for."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.calendar import WorkingCalendar, shanghai_date
from domain.calendar_years.move import calendar_move_id
from tests.api.asking import application, new_key
from tests.api.calendar.test_days_told_late import LATE, body_of, load
from tests.api.calendar.test_outages import enter
from tests.api.procedure import POINTS, People

SUPPLEMENT = {
    "decision": "supplement",
    "defects": [{"item": "1.1-1", "problem": "未盖章"}],
    "reason": "请补正",
}
ACCEPT = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}


async def due(people: People, case: str) -> str:
    answer = await people.http.get(f"{case}/clock", headers=await people.known("fgw"))
    found: str = answer.json()["terms"][0]["due_on"]
    return found


async def moved(people: People, case: str, before: str) -> str:
    """The new last day of a case whose term follows."""
    async with asyncio.timeout(30):
        while (after := await due(people, case)) == before:
            await asyncio.sleep(0.05)
    return after


@pytest.mark.parametrize("weekends", [1, 2], ids=["G3-one-saturday", "G3-two-saturdays"])
@pytest.mark.parametrize("days", [(5,), (5, 6)], ids=["saturday", "both-days"])
async def test_a_day_that_was_told_stands_when_days_are_worked_that_were_off(
    people: People, temporal: WorkflowEnvironment, weekends: int, days: tuple[int, ...]
) -> None:
    told = people.case
    await people.do("fgw", "/completeness", SUPPLEMENT)
    filed = await people.http.post(
        "/v1/applications",
        json=application(award_base_key="另一座算力中心"),
        headers=await people.known("yunshu") | new_key(),
    )
    office = f"/v1/applications/{filed.json()['case_number']}"
    people.case = office
    await people.do("fgw", "/completeness", ACCEPT)
    stands, shortens = await due(people, told), await due(people, office)
    today = shanghai_date(datetime.now(UTC))
    body = await body_of(people.http, today.year, departure="国务院另行决定", reason="临时调整")
    body["source"] = {**LATE, "issued_on": today.isoformat()}
    weekend = [today + timedelta(days=ahead) for ahead in range(2, 2 + 7 * weekends)]
    worked = [day.isoformat() for day in weekend if day.weekday() in days]
    body["make_up_days"] = sorted({*body["make_up_days"], *worked})
    loaded = await load(people.http, today.year, body)
    assert loaded.status_code == 201, loaded.text
    assert await moved(people, office, shortens) < shortens
    assert await due(people, told) == stands
    await temporal.client.get_workflow_handle(calendar_move_id(loaded.json()["version"])).terminate()


async def _supplement(people: People) -> None:
    await people.do("fgw", "/completeness", SUPPLEMENT)


async def _notice(people: People) -> None:
    await people.do("fgw", "/completeness", ACCEPT)
    await people.do("fgw", "/review", {"decision": "approve", "checklist": POINTS})
    for signer in ("gxj", "kfq"):
        await people.do(signer, "/signoffs", {"decision": "agree"})


@pytest.mark.parametrize("stand", [_supplement, _notice], ids=["G4-supplement", "G4-notice"])
@pytest.mark.parametrize("hours", [(-24, 33), (9, 10), (-200, 24)], ids=["over-it", "one-hour", "long"])
async def test_an_end_in_an_outage_moves_behind_it(
    people: People, temporal: WorkflowEnvironment, stand: Any, hours: tuple[int, int]
) -> None:
    await stand(people)
    before = await due(people, people.case)
    midnight = datetime.fromisoformat(f"{before}T00:00:00+08:00")
    began, ended = (midnight + timedelta(hours=each) for each in hours)
    entered = await enter(people.http, began_at=began.isoformat(), ended_at=ended.isoformat())
    assert entered.status_code == 201, entered.text
    grace = WorkingCalendar().add_working_days(shanghai_date(ended), 3).on
    assert date.fromisoformat(await moved(people, people.case, before)) == grace
    await temporal.client.get_workflow_handle(calendar_move_id(entered.json()["version"])).terminate()
