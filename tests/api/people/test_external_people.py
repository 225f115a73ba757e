"""People of an external issuer: entered by an administrator, they sit at a desk like everybody else."""

from typing import Any

import httpx
import pytest

from tests.api.asking import PASSWORD, UNIT, log_in, paths_of, problem_of
from tests.api.external_issuer import Issuer
from tests.api.external_issuer import api_settings as api_settings
from tests.api.external_issuer import app as app
from tests.api.external_issuer import issuer as issuer
from tests.api.external_issuer import jwks_url as jwks_url
from tests.api.people_at_desks import DESK, NUMBER, House
from tests.api.people_at_desks import house as house

WANG: dict[str, Any] = {
    "subject": "wang-0001",
    "name": "王某",
    "roles": ["official"],
    "department": DESK,
    "email": "wang@example.com",
}
WEEK = {"from_on": "2026-11-23", "until_on": "2026-11-27", "reason": "外出培训"}
CASE = f"/v1/applications/{NUMBER}"


@pytest.fixture
def wang(issuer: Issuer) -> dict[str, str]:
    """The header of an official whom only the issuer knows."""
    return issuer.bearer("wang-0001", "official", duixian_department=DESK, name="王某")


async def entered(house: House, username: str = "wang", **changes: Any) -> httpx.Response:
    headers = await log_in(house.http, "administrator")
    return await house.http.put(f"/v1/people/{username}", json=WANG | changes, headers=headers)


async def test_who_is_not_entered_sees_the_case_and_takes_no_task(house: House, wang: dict[str, str]) -> None:
    assert (await house.http.get(CASE, headers=wang)).status_code == 200
    refused = problem_of(await house.http.post(f"{CASE}/claim", json={}, headers=wang), 403, "not-allowed")
    assert "管理员" in refused["remedy"]
    problem_of(await house.http.post("/v1/delegations", json=WEEK, headers=wang), 403, "not-allowed")


async def test_who_is_entered_takes_tasks_and_is_away_with_a_deputy(
    house: House, wang: dict[str, str]
) -> None:
    answer = await entered(house)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["department_name"], answer.json()["is_external"]) == ("市发改委", True)
    claimed = await house.http.post(f"{CASE}/claim", json={}, headers=wang)
    assert claimed.json()["tasks"][0]["taken_by"]["username"] == "wang"
    away = await house.http.post("/v1/delegations", json=WEEK | {"deputy": "li"}, headers=wang)
    assert (away.status_code, away.json()["person"]["username"]) == (201, "wang")
    refused = problem_of(
        await house.http.post(f"{CASE}/terminate", json={"reason": "x"}, headers=wang), 403, "not-allowed"
    )
    assert away.json()["id"] in refused["remedy"]
    reject = {"decision": "refuse", "reason": "不属于本措施支持范围。"}
    assert house.prepared("li", "check_completeness", reject).by.for_account == house.account("wang")


async def test_who_is_entered_is_given_tasks_and_counts_at_the_desk(house: House) -> None:
    await entered(house)
    given = await house.done("head", "/reassign", {"to": "wang", "reason": "工作调整"})
    assert given["tasks"][0]["taken_by"]["username"] == "wang"
    assert [mail.recipient for mail in house.mails()] == ["wang@example.com"]
    await house.away("fgw")
    await house.away("li")
    assert len(house.mails()) == 1  # wang is there
    await entered(house, roles=[])  # and has left the office
    (task,) = (await house.get("head", "/desks"))["tasks"]
    assert (task["taken_by"], task["is_empty"]) == ({"username": "wang", "name": "王某"}, True)


async def test_an_entry_is_corrected_listed_and_written_down(house: House) -> None:
    await entered(house)
    await entered(house, "wang.wu", name="王五", department="education")
    listed = {one["username"]: one for one in await house.get("auditor", "/v1/people")}
    assert "wang" not in listed
    assert (listed["wang.wu"]["department_name"], listed["fgw"]["is_external"]) == ("市教育局", False)
    assert "yunshu" not in listed
    first, second = house.chain("person:entered")
    assert (first.chain, first.account) == ("house", house.account("administrator"))
    assert (first.subject == second.subject, DESK in second.before, "education" in second.after) == (
        True,
        True,
        True,
    )
    assert "王" not in first.after + second.after


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"roles": ["applicant"]}, {"roles"}),
        ({"roles": ["auditor"]}, {"roles"}),
        ({"roles": ["king"]}, {"roles[0]"}),
        ({"roles": ["supervisor"]}, {"roles"}),
        ({"department": "nowhere"}, {"department"}),
        ({"department": None}, {"department"}),
        ({"roles": ["finance"]}, {"department"}),
        ({"email": "nobody"}, {"email"}),
        ({"name": " "}, {"name"}),
        ({"subject": ""}, {"subject"}),
    ],
)
async def test_a_wrong_entry_is_refused_by_field(
    house: House, changes: dict[str, Any], paths: set[str]
) -> None:
    assert paths_of(problem_of(await entered(house, **changes), 422, "invalid-input")) == paths


async def test_a_username_is_one_persons(house: House) -> None:
    await entered(house)
    for username in ("fgw", "wang"):
        taken = problem_of(await entered(house, username, subject="another"), 422, "invalid-input")
        assert paths_of(taken) == {"username"}
    problem_of(await entered(house, "a b"), 422, "invalid-input")


async def test_only_administrators_enter_people(house: House) -> None:
    for username in ("head", "auditor", "yunshu"):
        headers = await log_in(house.http, username)
        problem_of(await house.http.put("/v1/people/x", json=WANG, headers=headers), 403, "not-allowed")
    headers = await log_in(house.http, "head")
    problem_of(await house.http.get("/v1/people", headers=headers), 403, "not-allowed")


async def test_who_is_entered_has_no_password_here(house: House) -> None:
    await entered(house)
    for word in ("", "-", PASSWORD, "nobody has this password"):
        login = await house.http.post("/v1/auth/token", data={"username": "wang", "password": word})
        assert login.status_code in (401, 422)


async def test_an_official_whose_token_bears_the_unit_of_the_case_is_kept_off(
    house: House, issuer: Issuer
) -> None:
    await entered(house)
    both = issuer.bearer("wang-0001", "official", duixian_department=DESK, duixian_unit=UNIT)
    for path, body in (("claim", {}), ("terminate", {"reason": "x"}), ("urge", {"reason": "x"})):
        answer = await house.http.post(f"{CASE}/{path}", json=body, headers=both)
        assert "li" in problem_of(answer, 403, "conflict-of-roles")["remedy"]


async def test_a_token_of_another_audience_or_an_unknown_key_is_refused(house: House, issuer: Issuer) -> None:
    for headers in (issuer.bearer("wang-0001", "official", aud="else"), Issuer().bearer("wang-0001")):
        problem_of(await house.http.get(CASE, headers=headers), 401, "not-authenticated")


async def test_a_role_that_is_taken_out_of_the_entry_ends(house: House, wang: dict[str, str]) -> None:
    await entered(house)
    assert (await house.http.get(CASE, headers=wang)).status_code == 200
    await entered(house, roles=[])
    gone = problem_of(await house.http.get(CASE, headers=wang), 403, "not-allowed")
    assert "人员登记" in gone["remedy"]
    await entered(house, department="education")
    moved = problem_of(await house.http.get(CASE, headers=wang), 403, "not-allowed")
    assert (DESK in moved["why"], "education" in moved["why"]) == (True, True)
    await entered(house)
    assert (await house.http.get(CASE, headers=wang)).status_code == 200


async def test_an_entry_gives_nobody_more_than_the_issuer_does(house: House, issuer: Issuer) -> None:
    await entered(house, roles=["official", "supervisor", "administrator"])
    headers = issuer.bearer("wang-0001", "official", duixian_department=DESK)
    problem_of(await house.http.get("/v1/people", headers=headers), 403, "not-allowed")


async def test_somebody_of_the_issuer_is_shut_out_here(house: House, wang: dict[str, str]) -> None:
    await entered(house)
    await house.done("administrator", "/v1/accounts/wang/disable")
    problem_of(await house.http.get(CASE, headers=wang), 403, "not-allowed")
    assert (await entered(house)).json()["is_disabled"]  # an entry that is corrected opens nothing
    problem_of(await house.http.get(CASE, headers=wang), 403, "not-allowed")
    for path in ("/v1/accounts/wang/log-out", "/v1/accounts/wang/password-reset"):
        problem_of(await house.post("administrator", path), 403, "not-allowed")
    await house.done("administrator", "/v1/accounts/wang/enable")
    assert (await house.http.get(CASE, headers=wang)).status_code == 200
    problem_of(await house.http.post("/v1/me/log-out", headers=wang), 403, "not-allowed")


async def test_the_role_of_the_last_administrator_is_taken_by_nobody(house: House, issuer: Issuer) -> None:
    await entered(house, roles=["official", "administrator"])
    wang = issuer.bearer("wang-0001", "official", "administrator", duixian_department=DESK)
    answer = await house.http.post("/v1/accounts/administrator/disable", headers=wang)
    assert answer.status_code == 200, answer.text
    entry = await house.http.put("/v1/people/wang", json=WANG, headers=wang)
    assert "另一位管理员" in problem_of(entry, 403, "not-allowed")["remedy"]
    entry = await house.http.put(
        "/v1/people/wang", json=WANG | {"name": "王六"} | {"roles": ["administrator"]}, headers=wang
    )
    assert entry.status_code == 200, entry.text
