"""An account can be taken back: shut, logged out, given another password; each within seconds, each written down."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from adapters.settings import Settings
from adapters.store.people.accounts import account_by_username, change_account, save_account
from adapters.store.writing import transaction
from commands.access.known_accounts import SECONDS
from commands.accounts.__main__ import main
from tests.api.asking import PASSWORD, log_in, problem_of
from tests.api.people_at_desks import AT, House
from tests.api.people_at_desks import house as house

OWN = "Langfang 2026 兑现到位"
CASES = "/v1/applications"


async def tried(http: httpx.AsyncClient, username: str, password: str) -> httpx.Response:
    return await http.post("/v1/auth/token", data={"username": username, "password": password})


async def kept(house: House, what: str, username: str = "li", by: str = "administrator") -> Any:
    answer = await house.post(by, f"/v1/accounts/{username}/{what}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_disabled_account_opens_nothing_until_it_is_enabled_and_logged_in_anew(house: House) -> None:
    headers = await log_in(house.http, "li")
    assert (await house.http.get(CASES, headers=headers)).status_code == 200
    for _ in range(2):
        assert (await kept(house, "disable"))["is_disabled"]
    shut = problem_of(await house.http.get(CASES, headers=headers), 403, "not-allowed")
    assert "管理员" in shut["remedy"]
    problem_of(await tried(house.http, "li", PASSWORD), 403, "not-allowed")
    problem_of(await tried(house.http, "li", "wrong"), 401, "not-authenticated")
    for _ in range(2):
        assert not (await kept(house, "enable"))["is_disabled"]
    problem_of(await house.http.get(CASES, headers=headers), 401, "not-authenticated")
    assert (await house.http.get(CASES, headers=await log_in(house.http, "li"))).status_code == 200
    links = house.chain("account:disabled", "account:enabled")
    assert [(link.action, link.account, link.subject) for link in links] == [
        (f"account:{what}", house.account("administrator"), house.account("li"))
        for what in ("disabled", "enabled")
    ]


async def test_who_is_disabled_is_nobody_at_a_desk(house: House) -> None:
    await kept(house, "disable")
    listed = {one["username"]: one["is_disabled"] for one in await house.get("auditor", "/v1/people")}
    assert (listed["li"], listed["fgw"]) == (True, False)
    given = await house.post("head", f"{CASES}/LF2026-0101-00001/reassign", {"to": "li", "reason": "x"})
    assert given.status_code in (403, 404, 422), given.text
    (task,) = (await house.get("head", "/desks"))["tasks"]
    assert "li" not in [person["username"] for person in task["can_act"]]


async def test_a_log_out_ends_every_log_in_of_the_account_and_no_other(house: House) -> None:
    first, second = [await log_in(house.http, "li") for _ in range(2)]
    other = await log_in(house.http, "fgw")
    assert (await house.http.post("/v1/me/log-out", headers=first)).status_code == 200
    for headers in (first, second):
        problem_of(await house.http.get(CASES, headers=headers), 401, "not-authenticated")
    assert (await house.http.get(CASES, headers=other)).status_code == 200
    third = await log_in(house.http, "li")
    await kept(house, "log-out")
    problem_of(await house.http.get(CASES, headers=third), 401, "not-authenticated")
    assert [link.account for link in house.chain("account:logged-out")] == [
        house.account("li"),
        house.account("administrator"),
    ]


async def test_one_changes_ones_password(house: House) -> None:
    headers = await log_in(house.http, "li")
    body = {"username": "li", "password": PASSWORD, "new_password": OWN}
    assert (await house.http.post("/v1/auth/password", json=body)).status_code == 204
    problem_of(await house.http.get(CASES, headers=headers), 401, "not-authenticated")
    problem_of(await tried(house.http, "li", PASSWORD), 401, "not-authenticated")
    problem_of(await house.http.post("/v1/auth/password", json=body), 401, "not-authenticated")
    assert (await tried(house.http, "li", OWN)).status_code == 200
    (link,) = house.chain("account:password-changed")
    assert link.account == link.subject == house.account("li")
    assert "argon2" not in link.before + link.after


@pytest.mark.parametrize(
    "weak",
    ["", "short", "aaaaaaaaaaaaaaaa", "it is fgw, not me", PASSWORD, "turned \u202e round", "x" * 129],
)
async def test_a_weak_password_is_refused_and_the_old_one_stays(http: httpx.AsyncClient, weak: str) -> None:
    body = {"username": "fgw", "password": PASSWORD, "new_password": weak}
    problem = problem_of(await http.post("/v1/auth/password", json=body), 422, "invalid-input")
    assert [each["path"] for each in problem["errors"]] == ["new_password"]
    await log_in(http, "fgw")


async def test_a_password_that_was_reset_opens_nothing_but_its_change(house: House) -> None:
    headers = await log_in(house.http, "li")
    temporary = (await kept(house, "password-reset"))["password"]
    problem_of(await house.http.get(CASES, headers=headers), 401, "not-authenticated")
    problem_of(await tried(house.http, "li", PASSWORD), 401, "not-authenticated")
    must = problem_of(await tried(house.http, "li", temporary), 403, "not-allowed")
    assert "/v1/auth/password" in must["remedy"]
    body = {"username": "li", "password": temporary, "new_password": OWN}
    assert (await house.http.post("/v1/auth/password", json=body)).status_code == 204
    assert (await tried(house.http, "li", OWN)).status_code == 200
    (link,) = house.chain("account:password-reset")
    assert temporary not in link.before + link.after


async def test_nobody_but_administrators_keeps_accounts(house: House) -> None:
    for what in ("disable", "enable", "log-out", "password-reset"):
        for username in ("head", "auditor", "yunshu", "finance"):
            problem_of(await house.post(username, f"/v1/accounts/li/{what}"), 403, "not-allowed")
        problem_of(await house.post("administrator", f"/v1/accounts/nobody/{what}"), 404, "not-found")
    problem_of(await house.post("administrator", "/v1/accounts/administrator/disable"), 403, "not-allowed")
    seen = await house.get("auditor", "/v1/accounts/yunshu")
    (link,) = house.chain("account:viewed")
    assert (link.account, link.subject) == (house.account("auditor"), house.account("yunshu"))
    assert (
        seen["is_disabled"],
        seen["unit"],
        "password" in str(seen.keys() - {"has_temporary_password"}),
    ) == (
        False,
        "91131071MAFAKE019W",
        False,
    )


async def test_what_another_process_did_counts_within_seconds(
    house: House, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers, now = await log_in(house.http, "li"), [0.0]
    monkeypatch.setattr(app.state.wiring.tokens.accounts, "_clock", lambda: now[0])
    assert (await house.http.get(CASES, headers=headers)).status_code == 200
    with transaction(house.engine) as session:
        change_account(session, house.account("li"), "account:logged-out", "x", "", AT)
    now[0] = SECONDS - 1
    assert (await house.http.get(CASES, headers=headers)).status_code == 200
    now[0] = SECONDS
    problem_of(await house.http.get(CASES, headers=headers), 401, "not-authenticated")


async def test_an_administrator_keeps_accounts_at_the_command_line(
    http: httpx.AsyncClient,
    api_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", api_settings.database_url)
    assert main(["disable", "fgw"]) == 0
    problem_of(await tried(http, "fgw", PASSWORD), 403, "not-allowed")
    assert main(["show", "fgw"]) == 0
    assert "已停用" in capsys.readouterr().out
    assert [main([what, "fgw"]) for what in ("enable", "log-out")] == [0, 0]
    await log_in(http, "fgw")
    capsys.readouterr()
    assert main(["reset-password", "fgw"]) == 0
    temporary = capsys.readouterr().out.partition("：")[2].split()[0]
    problem_of(await tried(http, "fgw", temporary), 403, "not-allowed")
    assert main(["disable", "nobody"]) == 1
    assert "没有用户名" in capsys.readouterr().out


async def test_the_last_administrator_is_shut_by_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], api_settings: Settings
) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", api_settings.database_url)
    assert main(["disable", "administrator"]) == 1
    assert "最后一个启用的管理员" in capsys.readouterr().out
    first = account_by_username(house.engine, "administrator")
    assert first is not None
    save_account(house.engine, first.model_copy(update={"id": "second", "username": "second"}))
    assert main(["disable", "second"]) == 0
    assert main(["disable", "administrator"]) == 1
    assert main(["enable", "second"]) == 0
    assert main(["disable", "administrator"]) == 0
    assert len(house.chain("account:disabled")) == 2


async def test_two_administrators_who_shut_each_other_leave_one(house: House) -> None:
    first = account_by_username(house.engine, "administrator")
    assert first is not None
    save_account(house.engine, first.model_copy(update={"id": "second", "username": "second"}))
    headers = {name: await log_in(house.http, name) for name in ("administrator", "second")}
    answers = await asyncio.gather(
        *(
            house.http.post(f"/v1/accounts/{other}/disable", headers=headers[name])
            for name, other in (("administrator", "second"), ("second", "administrator"))
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 403]


def test_a_store_of_nothing_is_told_at_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", f"sqlite:///{tmp_path}/empty.sqlite")
    assert main(["show", "fgw"]) == 1
    assert "migrate" in capsys.readouterr().out
