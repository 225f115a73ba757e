"""A department is dissolved while cases wait for it: its turns pass to the successor's people, by a recorded act."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select
from temporalio.testing import WorkflowEnvironment

from adapters.store.engine import open_session
from adapters.store.people.successions import bearer_at
from adapters.store.schema import ActRow, AuditEntryRow
from commands.wiring import Wiring
from domain.case.record.stages import Stage
from domain.case.user_tasks import TermAsked, UserTask
from tests.api.asking import log_in, problem_of
from tests.api.people_at_desks import NUMBER, House
from tests.api.people_at_desks import house as house
from tests.api.procedure import ON_PAPER, POINTS, People

GONE, HEIR = "industry_and_information", "education"
BODY = {
    "successor": HEIR,
    "since": "2026-11-20",
    "document_number": "廊编〔2026〕9号",
    "document_on": "2026-11-18",
}
SIGNING = UserTask(
    party=GONE, acts=("sign_off",), asked=TermAsked(name="co_signature", label="会签", working_days=5)
)


async def dissolve(http: httpx.AsyncClient, gone: str = GONE, **changes: Any) -> httpx.Response:
    headers = await log_in(http, "administrator")
    return await http.put(f"/v1/departments/{gone}/successor", json=BODY | changes, headers=headers)


async def test_departments_are_listed_with_their_names(http: httpx.AsyncClient) -> None:
    listed = (await http.get("/v1/departments", headers=await log_in(http, "fgw"))).json()
    bank = next(each for each in listed if each["id"] == "peoples_bank")
    assert (bank["name"], bank["successor"]) == ("中国人民银行廊坊市分行", None)
    assert [name["since"] for name in bank["names"]] == ["2023-01-01", "2023-08-18"]
    assert all(name["document"] for each in listed for name in each["names"])


async def test_the_successor_has_the_worklist_the_sight_and_the_desk(
    http: httpx.AsyncClient, house: House
) -> None:
    house.stand(SIGNING, stage=Stage.SIGN_OFF)
    desks = await house.get("fgw", "/desks")
    assert [person["username"] for person in desks["tasks"][0]["can_act"]] == ["gxj"]
    problem_of(
        await house.http.get(f"/v1/applications/{NUMBER}", headers=await log_in(http, "jyj")),
        404,
        "not-found",
    )
    assert (await dissolve(http)).status_code == 200
    assert (await dissolve(http)).json()["successor"] == HEIR
    seen = await house.get("jyj")
    assert [act["act"] for act in seen["allowed_acts"]].count("sign_off") == 1
    assert [task["case_number"] for task in await house.get("jyj", "/v1/tasks")] == [NUMBER]
    listed = await house.get("jyj", "/v1/applications")
    assert [case["case_number"] for case in listed["items"]] == [NUMBER]
    desks = await house.get("fgw", "/desks")
    assert {person["username"] for person in desks["tasks"][0]["can_act"]} == {"gxj", "jyj", "double"} - {
        "double"
    }
    claimed = await house.post("jyj", "/claim", {})
    assert claimed.status_code == 200, claimed.text
    with open_session(house.engine) as session:
        links = session.exec(
            select(AuditEntryRow).where(AuditEntryRow.action == "department:succeeded")
        ).all()
    assert [(link.subject, HEIR in link.after) for link in links] == [(GONE, True)]


@pytest.mark.parametrize(
    ("gone", "changes", "status"),
    [
        (GONE, {"successor": GONE}, 422),
        (GONE, {"successor": "kfq"}, 422),
        (GONE, {"successor": "nobody"}, 422),
        (GONE, {"since": "2026-11-24"}, 422),
        (GONE, {"document_on": "2026-11-24"}, 422),
        (GONE, {"document_number": ""}, 422),
        ("finance_bureau", {}, 422),
        ("kfq", {}, 404),
        ("nobody", {}, 404),
    ],
)
async def test_what_is_no_succession_is_refused(
    http: httpx.AsyncClient, gone: str, changes: dict[str, str], status: int
) -> None:
    answer = await dissolve(http, gone, **changes)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("after", "bearer"),
    [(timedelta(days=-4), GONE), (timedelta(seconds=-60), GONE), (timedelta(seconds=60), HEIR)],
)
async def test_a_letter_is_issued_by_who_had_the_desk_at_its_instant(
    http: httpx.AsyncClient, house: House, after: timedelta, bearer: str
) -> None:
    """What was entered later changes no letter of before."""
    assert (await dissolve(http)).status_code == 200
    with open_session(house.engine) as session:
        assert bearer_at(session, GONE, datetime.now(UTC) + after) == bearer
        assert bearer_at(session, HEIR, datetime.now(UTC) + after) == HEIR


async def test_only_an_administrator_enters_it_and_once(http: httpx.AsyncClient) -> None:
    for who in ("fgw", "yunshu", "auditor"):
        headers = await log_in(http, who)
        problem_of(
            await http.put(f"/v1/departments/{GONE}/successor", json=BODY, headers=headers),
            403,
            "not-allowed",
        )
    assert (await dissolve(http)).status_code == 200
    problem_of(await dissolve(http, successor="commerce"), 409, "wrong-stage")
    problem_of(await dissolve(http, "commerce", successor=GONE), 422, "invalid-input")
    assert (await dissolve(http, HEIR, successor="commerce")).status_code == 200


async def test_a_signature_that_was_asked_of_a_dissolved_department_is_given_by_its_successor(
    people: People, temporal: WorkflowEnvironment
) -> None:
    on_paper = {**ON_PAPER, "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
    await people.do("fgw", "/completeness", on_paper)
    await people.do("fgw", "/review", {"decision": "approve", "checklist": POINTS})
    problem_of(await people.post("jyj", "/signoffs", {"decision": "agree"}), 404, "not-found")
    assert (await dissolve(people.http)).status_code == 200
    signed = await people.do("jyj", "/signoffs", {"decision": "agree"})
    assert signed["stage"] == "部门会签中"
    problem_of(await people.post("gxj", "/signoffs", {"decision": "agree"}), 409, "wrong-stage")
    assert (await people.do("kfq", "/signoffs", {"decision": "agree"}))["stage"] == "公示中"
    wired: Wiring = people.http._transport.app.state.wiring  # type: ignore[attr-defined]
    with open_session(wired.engine) as session:
        acts = session.exec(select(ActRow).where(ActRow.kind == "sign_off")).all()
    assert {act.party for act in acts} == {GONE, "kfq"}
