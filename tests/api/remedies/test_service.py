"""A decision that opens a remedy is served when the unit itself fetches it, or on a deemed day; the remedies' days run from there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.calendar.years import YearLoading, keep_year
from api.app import create_app
from audit.verification import verify
from domain.case.record.events import TITLES, Event
from domain.case.remedies import OPENING_REMEDIES
from tests.activities.casework import Casework
from tests.api.asking import paths_of, problem_of
from tests.api.decided_case import DECIDED_ON, DecidedCase, Today
from tests.fixtures.announcements import year_2027

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For long tables; the other tests run on both databases."""

DAYS = 15
"""After which the shipped version deems a decision served."""


def day(after: int) -> str:
    """A day, by its distance from the decision."""
    return str(DECIDED_ON + timedelta(after))


@pytest_asyncio.fixture
async def decided(api_settings: Settings, casework: Casework) -> AsyncIterator[DecidedCase]:
    today = Today()
    app = create_app(api_settings, today=today)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as http:
        yield DecidedCase(http, casework, today)
    app.state.wiring.engine.dispose()
    assert verify(casework.engine).findings == ()


LOOKS: dict[str, tuple[int | None, tuple[tuple[str, int], ...], int, tuple[str, int] | None]] = {
    # name: (the mail arrives, who looks when, asked on, (manner, served on))
    "on the day of the decision": (0, (("yunshu", 0),), 0, ("fetched", 0)),
    "on day 1": (0, (("yunshu", 1),), 40, ("fetched", 1)),
    "the first look counts": (0, (("yunshu", 2), ("yunshu", 9)), 40, ("fetched", 2)),
    "the day before the deemed day": (0, (("yunshu", DAYS - 1),), 40, ("fetched", DAYS - 1)),
    "on the deemed day": (0, (("yunshu", DAYS),), 40, ("deemed", DAYS)),
    "after the deemed day": (0, (("yunshu", 30),), 40, ("deemed", DAYS)),
    "nobody, before the deemed day": (0, (), DAYS - 1, None),
    "nobody, on the deemed day": (0, (), DAYS, ("deemed", DAYS)),
    "a mail that came late": (5, (), 19, None),
    "a mail that came late is deemed from there": (5, (), 20, ("deemed", 20)),
    "before its mail": (None, (("yunshu", 3),), 40, ("fetched", 3)),
    "no mail, nobody": (None, (), 300, None),
    "an official and an auditor": (0, (("fgw", 1), ("auditor", 1), ("finance", 2)), 3, None),
    "another unit": (0, (("lingxi", 1),), 3, None),
}


@ON_SQLITE
@pytest.mark.parametrize(("arrives", "looks", "asked", "served"), LOOKS.values(), ids=LOOKS.keys())
async def test_a_decision_is_served_by_the_units_own_look_or_on_the_deemed_day(
    decided: DecidedCase,
    arrives: int | None,
    looks: tuple[tuple[str, int], ...],
    asked: int,
    served: tuple[str, int] | None,
) -> None:
    decided.decide()
    if arrives is not None:
        decided.arrive(arrives)
    for username, after in looks:
        await decided.get(username, "", after)
    remedies = await decided.remedies(after=asked)
    service = remedies["suit"]["service"]
    assert (service and (service["manner"], service["on"])) == (served and (served[0], day(served[1])))
    assert remedies["suit"]["deemed_on"] == (None if arrives is None else day(arrives + DAYS))
    assert remedies["suit"]["provisional"] is True, "not served, or a year that is not announced"
    line = next(each for each in (await decided.get("fgw", "/mails")).json() if each["event"] == "rejected")
    assert line["service"] == service
    clock = (await decided.get("fgw", "/clock")).json()
    assert [each["service"] for each in clock["remedies"]] == [service] * len(clock["remedies"])
    assert all("之日起" in each["source"] for each in clock["remedies"])
    sentence = (await decided.get("auditor")).json()["sentence"]
    assert sentence == clock["sentence"]
    assert ("尚未送达" in sentence) is (served is None)
    links = entries_of(decided.casework.engine, decided.number, limit=100)
    fetched = [entry for entry in links if entry.action == "decision:served"]
    assert len(fetched) == (1 if any(username == "yunshu" for username, _ in looks) else 0)


@ON_SQLITE
@pytest.mark.parametrize("event", sorted(OPENING_REMEDIES), ids=lambda event: event.value)
async def test_each_kind_of_decision_runs_from_its_service(decided: DecidedCase, event: Event) -> None:
    decided.decide(event)
    decided.arrive(0)
    before = await decided.remedies("fgw", after=1)
    assert {entry["until"] for entry in before.values() if entry["kind"] != "suit"} == {day(61)}, (
        "were it today"
    )
    assert {entry["service"] for entry in before.values()} == {None}
    after = await decided.remedies("yunshu", after=2)
    assert after["administrative_review"]["service"]["manner"] == "fetched"
    assert after["administrative_review"]["service"]["proof"] == "查阅案件详情"
    assert after["administrative_review"]["against_title"] == TITLES[event]
    assert after == await decided.remedies("fgw", after=20)
    assert after["administrative_review"]["until"] == day(62)
    assert "administrative_review" in await decided.remedies(after=62)
    assert "administrative_review" not in await decided.remedies(after=63)


async def test_the_day_of_the_decision_itself_no_longer_ends_the_office_s_own_reconsideration(
    decided: DecidedCase,
) -> None:
    decided.decide()
    decided.arrive(0)

    async def is_open(after: int) -> bool:
        acts = (await decided.get("yunshu", "/acts", after)).json()
        (found,) = [each for each in acts if each["href"].endswith("/reconsideration")]
        return bool(found["allowed"])

    assert await is_open(DAYS + 60)
    last = (await decided.remedies(after=DAYS + 60))["reconsideration"]["until"]
    assert last >= day(DAYS + 60)
    assert await is_open((date.fromisoformat(last) - DECIDED_ON).days)
    assert not await is_open((date.fromisoformat(last) - DECIDED_ON).days + 1)


@pytest.mark.parametrize("after", [DAYS, 90, 400])
async def test_a_decision_whose_mail_cannot_arrive_is_never_deemed_served(
    decided: DecidedCase, after: int
) -> None:
    decided.decide()
    decided.bounce()
    remedies = await decided.remedies(after=after)
    assert remedies["reconsideration"]["service"] is None
    assert remedies["reconsideration"]["until"] >= day(after + 60)
    (line,) = [each for each in (await decided.get("fgw", "/mails")).json() if each["event"] == "rejected"]
    assert (line["is_undelivered"], line["deemed_on"]) == (True, None)
    by_post = {"manner": "by_post", "served_on": day(after - 1), "proof": "EMS 1"}
    assert (await decided.put("fgw", f"/mails/{line['seq']}/service", by_post)).status_code == 200
    remedies = await decided.remedies("yunshu")
    service = remedies["reconsideration"]["service"]
    assert (service["manner"], service["on"], service["proof"]) == ("by_post", day(after - 1), "EMS 1")
    assert service["fetched_at"], "the first look stays on record beside it"
    assert remedies["reconsideration"]["until"] >= day(after + 59)


async def test_the_office_serves_nothing_that_was_served_before(decided: DecidedCase) -> None:
    decided.decide()
    decided.arrive(0)
    by_hand = {"manner": "in_person", "served_on": day(3), "proof": "送达回证 1 号"}
    decided.today.day = DECIDED_ON + timedelta(DAYS)
    deemed = problem_of(await decided.put("fgw", "/mails/2/service", by_hand), 409, "wrong-stage")
    assert "视为送达" in deemed["detail"]
    decided.today.day = DECIDED_ON + timedelta(5)
    early = {"manner": "by_announcement", "served_on": day(5), "proof": "公告 1 号"}
    wrong = problem_of(await decided.put("fgw", "/mails/2/service", early), 422, "invalid-input")
    assert paths_of(wrong) == {"served_on"}
    assert "公告须满30日" in wrong["errors"][0]["message"]
    assert (await decided.remedies("yunshu"))["suit"]["service"]["manner"] == "fetched"
    problem_of(await decided.put("fgw", "/mails/2/service", by_hand), 409, "wrong-stage")


@pytest.mark.parametrize(("served", "before", "after"), [(0, 61, 61), (1, 61, 61), (6, 69, 75)])
async def test_a_last_day_that_was_told_never_moves_earlier_with_the_calendar(
    decided: DecidedCase, served: int, before: int, after: int
) -> None:
    """Of 2 December the sixtieth day is Sunday 31 January 2027, which the year's document then has worked."""
    decided.decide()
    told = (await decided.remedies("yunshu", after=served))["administrative_review"]
    assert (told["until"], told["provisional"]) == (day(before), True)
    asked = YearLoading(announced=year_2027(), account="administrator", at=datetime.now(UTC))
    keep_year(decided.casework.engine, asked)
    for username in ("fgw", "yunshu", "fgw"):
        found = (await decided.remedies(username, after=served + 1))["administrative_review"]
        assert (found["until"], found["provisional"]) == (day(after), False)


async def test_a_decision_that_nobody_saw_runs_by_the_calendar_as_it_is_then(decided: DecidedCase) -> None:
    decided.decide()
    assert (await decided.remedies(after=0))["administrative_review"]["until"] == day(61)
    asked = YearLoading(announced=year_2027(), account="administrator", at=datetime.now(UTC))
    keep_year(decided.casework.engine, asked)
    assert (await decided.remedies("yunshu", after=0))["administrative_review"]["until"] == day(60)


async def test_a_later_decision_is_served_by_a_later_look(decided: DecidedCase) -> None:
    decided.decide(Event.PAYMENT_STOPPED)
    decided.arrive(0)
    await decided.get("yunshu", "", 1)
    decided.decide(Event.RECOVERY_DECIDED, seq=3)

    async def services(after: int) -> dict[str, Any]:
        found = (await decided.get("fgw", "", after)).json()["remedies"]
        return {each["against"]: each["service"] and each["service"]["on"] for each in found}

    assert await services(4) == {"payment_stopped": day(1), "recovery_decided": None}
    assert "“决定追回款项”尚未送达" in (await decided.get("fgw")).json()["sentence"]
    await decided.get("yunshu", "", 5)
    assert await services(5) == {"payment_stopped": day(1), "recovery_decided": day(5)}
    sentence = (await decided.get("fgw")).json()["sentence"]
    assert "“决定追回款项”已于2026年12月7日送达（申请单位登录系统查阅）" in sentence


@ON_SQLITE
@pytest.mark.parametrize("path", ["/mails", "/clock", "/letters", "/acts"])
async def test_what_does_not_show_the_decision_serves_nothing(decided: DecidedCase, path: str) -> None:
    decided.decide()
    assert (await decided.get("yunshu", path, 1)).status_code == 200
    assert (await decided.remedies(after=1))["suit"]["service"] is None


async def test_looks_at_once_are_one_service(decided: DecidedCase) -> None:
    decided.decide()
    await decided.get("yunshu", "/mails", 1)
    answers = await asyncio.gather(*(decided.get("yunshu") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["remedies"][0]["service"]["on"] for answer in answers} == {day(1)}
    links = entries_of(decided.casework.engine, decided.number, limit=100)
    assert [entry.action for entry in links].count("decision:served") == 1


@ON_SQLITE
async def test_the_days_of_service_are_shown_with_their_source(decided: DecidedCase) -> None:
    rule = (await decided.http.get("/v1/measures/compute_centre_construction")).json()["service"]
    assert (rule["deemed_days"], rule["announcement_days"], rule["is_assumed"]) == (DAYS, 30, True)
    assert "商标法实施条例第十条" in rule["source"]
    assert "民事诉讼法第九十条" in rule["source"]
