"""The applicant itself reports what its case awaits; the department judges the report, or gives it back."""

import random
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import select

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.people.accounts import save_account
from adapters.store.schema import Mail, RunningNumber
from domain.case.record.stages import Stage
from tests.activities.casework import Casework
from tests.api.acts.test_papers_of_later_phases import Decided, Later
from tests.api.asking import application, log_in, new_key, official, paths_of, problem_of
from tests.api.procedure import People
from tools.demo.paper import pdf_of

FIGURES = {"research_cost": "2600000.00", "public_grants": "900000.00"}
REPORT = {"happened_on": "2026-11-23", "facts": FIGURES}
PASSED = {"decision": "passed", "accepted_on": "2026-11-23", "verified_facts": FIGURES}
AWAITED = ["record_acceptance", "report_acceptance"]
REPORTED = "待验收"


def enter(settings: Settings, **departments: str) -> None:
    """Officials of further departments, and case numbers of this test's own."""
    engine = open_engine(settings.database_url)
    for username, department in departments.items():
        save_account(engine, official(username, department))
    with transaction(engine) as session:
        session.add(RunningNumber(key="2026-4", last=random.randrange(10**5, 10**9)))
    engine.dispose()


@pytest_asyncio.fixture
async def awaiting(served: httpx.AsyncClient, worked: None, served_settings: Settings) -> People:
    """A case of 4 that waits for its acceptance."""
    enter(served_settings, kjj="science_and_technology", scj="market_regulation")
    people = People(served)
    filed = await people.do(
        "yunshu",
        "/v1/applications",
        application(
            measure="core_technology",
            award_base_key="智能传感器专项",
            facts={"programme_level": "provincial"},
        ),
    )
    people.case = f"/v1/applications/{filed['case_number']}"
    early = problem_of(
        await people.post("yunshu", "/acceptance/report", REPORT, new_key()), 409, "wrong-stage"
    )
    assert "报告验收" in early["detail"]
    await people.do("kjj", "/completeness", {"decision": "accept", "received_on_paper": ["4-1"]})
    points = {"technology_field": True, "key_programme": True}
    await people.do("kjj", "/review", {"decision": "approve", "checklist": points})
    await people.do("scj", "/signoffs", {"decision": "agree"})
    waits = await people.do("kfq", "/signoffs", {"decision": "agree"})
    assert (waits["stage"], asked_of(waits)) == (REPORTED, AWAITED)
    return people


def asked_of(answer: dict[str, Any]) -> list[str]:
    return [act for task in answer["waiting_for"] for act in task["acts"]]


def mails_of(settings: Settings) -> list[str]:
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        found = sorted(session.exec(select(Mail)).all(), key=lambda mail: (mail.created_at, mail.seq))
        told = [mail.event for mail in found if mail.case_number]
    engine.dispose()
    return told


async def test_a_report_opens_the_department_s_turn_is_given_back_with_a_reason_and_taken_the_second_time(
    awaiting: People, served_settings: Settings
) -> None:
    offered = (await awaiting.get("yunshu")).json()
    assert "report_acceptance" in {each["act"] for each in offered["allowed_acts"]}
    back = {"reason": "验收证书尚未盖章。"}
    problem_of(await awaiting.post("kjj", "/acceptance/report/return", back, new_key()), 409, "wrong-stage")

    reported = await awaiting.do("yunshu", "/acceptance/report", REPORT)
    (task,) = reported["waiting_for"]
    assert (reported["stage"], task["party"]) == (REPORTED, "science_and_technology")
    assert task["acts"] == ["record_acceptance", "return_acceptance_report"]
    assert task["due_on"]
    problem_of(await awaiting.post("yunshu", "/acceptance/report", REPORT, new_key()), 409, "wrong-stage")
    read = (await awaiting.get("kjj")).json()
    assert read["declared_facts"].items() >= FIGURES.items()
    assert "已于2026年11月23日达成" in read["timeline"][-1]["note"]

    bare = await awaiting.post("kjj", "/acceptance/report/return", {"reason": " "}, new_key())
    problem_of(bare, 422, "invalid-input")
    returned = await awaiting.do("kjj", "/acceptance/report/return", back)
    assert (returned["stage"], asked_of(returned)) == (REPORTED, AWAITED)
    events = {each["event"]: each for each in (await awaiting.get("yunshu")).json()["timeline"]}
    assert events["acceptance_report_returned"]["reason"] == back["reason"]

    await awaiting.do("yunshu", "/acceptance/report", REPORT)
    missing = problem_of(await awaiting.post("kjj", "/acceptance", PASSED, new_key()), 422, "invalid-input")
    assert paths_of(missing) == {"received_on_paper"}
    for code in ("4-2", "4-3"):
        sent = await awaiting.upload("yunshu", pdf_of(code), code, new_key())
        assert sent.status_code == 201, sent.text
    passed = await awaiting.do("kjj", "/acceptance", {**PASSED, "received_on_paper": ["4-4"]})
    assert (passed["stage"], passed["amount"]) == ("公示中", "850000.00")
    told = mails_of(served_settings)
    reported_twice = ["acceptance_reported", "acceptance_report_returned", "acceptance_reported"]
    assert [event for event in told if event.startswith("acceptance_report")] == reported_twice


async def test_the_department_still_records_without_a_report(awaiting: People) -> None:
    on_paper = {"received_on_paper": ["4-2", "4-3", "4-4"]}
    passed = await awaiting.do("kjj", "/acceptance", {**PASSED, **on_paper})
    assert passed["stage"] == "公示中"
    problem_of(await awaiting.post("yunshu", "/acceptance/report", REPORT, new_key()), 409, "wrong-stage")


# ---- the door, type by type; Temporal is away: what gets past it is answered 503

AWAITED_BY: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "core_technology": (FIGURES, "research_cost", ("4-2", "4-3", "4-4")),
    "headquarters": ({"first_tax_year": 2026}, "first_tax_year", ("6.1-3",)),
    "major_project_investment": (
        {"fixed_asset_investment": "152000000.00"},
        "fixed_asset_investment",
        ("6.2-4",),
    ),
}


@pytest.fixture(params=AWAITED_BY)
def waiting(request: Any, http: httpx.AsyncClient, app: FastAPI, casework: Casework) -> Decided:
    figures, _, papers = AWAITED_BY[request.param]
    said = {**PASSED, "verified_facts": figures}
    later = Later(request.param, Stage.AWAITING_ACCEPTANCE, "acceptance", said, papers)
    return Decided(http, app, casework, later)


async def report(waiting: Decided, **changes: Any) -> httpx.Response:
    figures = AWAITED_BY[waiting.later.code][0]
    headers = await log_in(waiting.http, "yunshu") | new_key()
    body = {"happened_on": "2026-11-23", "facts": figures, **changes}
    return await waiting.http.post(
        f"/v1/applications/{waiting.number}/acceptance/report", json=body, headers=headers
    )


async def test_a_report_says_all_that_the_acceptance_asks_and_nothing_that_it_does_not(
    waiting: Decided,
) -> None:
    figures, fact, _ = AWAITED_BY[waiting.later.code]
    assert (await report(waiting)).status_code == 503
    without = {name: value for name, value in figures.items() if name != fact}
    for facts in (without, {**figures, fact: "若干"}, {**figures, fact: None}):
        assert paths_of(problem_of(await report(waiting, facts=facts), 422, "invalid-input")) == {
            f"facts.{fact}"
        }
    strange = problem_of(await report(waiting, facts={**figures, "wished": "1.00"}), 422, "invalid-input")
    assert paths_of(strange) == {"facts.wished"}


@pytest.mark.parametrize("day", ["1990-01-01", "2026-11-24", "2030-01-01"])
async def test_what_is_reported_lies_between_the_filing_and_today(waiting: Decided, day: str) -> None:
    problem = problem_of(await report(waiting, happened_on=day), 422, "invalid-input")
    assert paths_of(problem) == {"happened_on"}


async def test_it_is_recorded_with_every_paper_of_its_phase(waiting: Decided) -> None:
    problem = problem_of(await waiting.decide(), 422, "invalid-input")
    assert len(problem["errors"]) == len(waiting.later.papers)
    assert (await waiting.decide(received_on_paper=waiting.later.papers)).status_code == 503


async def test_where_nothing_is_awaited_nothing_is_reported(
    http: httpx.AsyncClient, app: FastAPI, casework: Casework
) -> None:
    later = Later("compute_centre_operation", Stage.INSTALMENTS, "instalments/1/review", {}, ())
    case = Decided(http, app, casework, later)
    headers = await log_in(http, "yunshu") | new_key()
    answer = await http.post(
        f"/v1/applications/{case.number}/acceptance/report", json=REPORT, headers=headers
    )
    problem_of(answer, 409, "wrong-stage")
