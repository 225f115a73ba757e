"""Service on the whole way: decided, mailed, fetched as a letter by this and that account, and asked to be judged again."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pypdf import PdfReader
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine
from api.app import create_app
from domain.calendar import shanghai_date
from tests.api.asking import problem_of
from tests.api.decided_case import Today
from tests.api.procedure import POINTS, People
from tests.api.returned_mails import PostOfficeAt, number_of
from tests.api.returned_mails import post as post

REFUSED = {"decision": "refuse", "reason": "申报主体不在本市，不属于支持范围。"}
ACCEPTED = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
REJECTED = {"decision": "reject", "reason": "不符合条件。", "checklist": POINTS}


@pytest.fixture
def today() -> Today:
    return Today(shanghai_date(datetime.now(UTC)))


@pytest_asyncio.fixture
async def served(
    temporal: WorkflowEnvironment, served_settings: Settings, today: Today
) -> AsyncIterator[httpx.AsyncClient]:
    """The API with Temporal behind it, on a day that the test chooses."""
    app = create_app(served_settings, client=temporal.client, today=today)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client
    app.state.wiring.engine.dispose()


async def remedy(people: People, username: str = "auditor") -> dict[str, Any]:
    """The first remedy that stands open."""
    found: dict[str, Any] = (await people.get(username)).json()["remedies"][0]
    return found


async def letter(people: People, username: str, event: str) -> httpx.Response:
    listed = (await people.get("auditor", "/letters")).json()
    (href,) = [each["href"] for each in listed if each["event"] == event]
    return await people.http.get(href, headers=await people.known(username))


@pytest.mark.parametrize("way", ["refused at the check", "rejected at the review"])
async def test_a_letter_that_the_unit_fetches_serves_the_decision_and_the_proof_is_in_the_file(
    people: People, post: PostOfficeAt, today: Today, served_settings: Settings, way: str
) -> None:
    event = "not_accepted" if way.startswith("refused") else "rejected"
    if event == "rejected":
        await people.do("fgw", "/completeness", ACCEPTED)
        await people.do("fgw", "/review", REJECTED)
    else:
        await people.do("fgw", "/completeness", REFUSED)
    await post.send()
    decided = today.day
    words = PdfReader(io.BytesIO((await letter(people, "fgw", event)).content)).pages
    text = "".join("".join(page.extract_text().split()) for page in words)
    assert "自收到本决定之日起60日内，先在系统中对本决定申请复核" in text
    assert "满15日视为送达" in text
    for username in ("auditor", "finance", "kfq"):
        assert (await letter(people, username, event)).status_code == 200
    problem_of(await letter(people, "lingxi", event), 404, "not-found")
    assert (await remedy(people))["service"] is None

    today.day = decided + timedelta(3)
    assert (await letter(people, "yunshu", event)).status_code == 200
    today.day = decided + timedelta(9)
    assert (await letter(people, "yunshu", event)).status_code == 200
    service = (await remedy(people))["service"]
    assert (service["manner"], service["on"]) == ("fetched", str(decided + timedelta(3)))
    assert service["proof"].startswith("下载不予")
    assert service["fetched_at"]
    assert (await remedy(people, "yunshu"))["service"] == service

    pack = (await people.get("auditor", "/evidence")).content
    with zipfile.ZipFile(io.BytesIO(pack)) as whole:
        kept = [mail for mail in json.loads(whole.read("mails.json")) if mail["event"] == event]
    assert kept[0]["service"]["on"] == service["on"]
    assert kept[0]["service"]["fetched_by"] == service["fetched_by"]
    assert kept[0]["deemed_served_on"] == str(decided + timedelta(15))
    engine = open_engine(served_settings.database_url)
    links = await asyncio.to_thread(entries_of, engine, number_of(people), limit=100)
    engine.dispose()
    (link,) = [entry for entry in links if entry.action == "decision:served"]
    assert link.account == service["fetched_by"]
    assert link.after["served_on"] == service["on"]


@pytest.mark.parametrize(("looks_after", "served_after"), [(1, 1), (20, 15), (None, 15)])
async def test_the_office_is_asked_again_until_the_last_day_from_service(
    people: People, post: PostOfficeAt, today: Today, looks_after: int | None, served_after: int
) -> None:
    await people.do("fgw", "/completeness", REFUSED)
    await post.send()
    decided = today.day
    if looks_after is not None:
        today.day = decided + timedelta(looks_after)
        await people.get("yunshu")
    today.day = decided + timedelta(40)
    told = await remedy(people)
    assert told["service"]["on"] == str(decided + timedelta(served_after))
    last = datetime.fromisoformat(told["until"]).date()
    assert last >= decided + timedelta(served_after + 60)
    ask = {"reason": "材料已经齐全"}
    today.day = last + timedelta(1)
    late = problem_of(await people.post("yunshu", "/reconsideration", ask), 422, "not-eligible")
    assert "送达" in late["why"]
    today.day = last
    assert (await people.do("yunshu", "/reconsideration", ask))["stage"] == "形式审查中"


async def test_a_refusal_that_could_not_arrive_waits_for_the_unit(
    people: People, post: PostOfficeAt, today: Today
) -> None:
    post.server.answers = {"yunshu@example.com": "550 5.1.1 no such user"}
    await people.do("fgw", "/completeness", REFUSED)
    await post.send()
    today.day += timedelta(200)
    told = await remedy(people)
    assert (told["service"], told["deemed_on"], told["provisional"]) == (None, None, True)
    assert "“不予受理”尚未送达" in (await people.get("fgw")).json()["sentence"]
    fetched = await remedy(people, "yunshu")
    assert fetched["service"]["on"] == str(today.day)
    (line,) = [each for each in (await people.get("fgw", "/mails")).json() if each["event"] == "not_accepted"]
    assert (line["is_undelivered"], line["service"]["manner"]) == (False, "fetched")
    today.day += timedelta(59)
    begun = await people.do("yunshu", "/reconsideration", {"reason": "材料已经齐全"})
    assert begun["stage"] == "形式审查中"
