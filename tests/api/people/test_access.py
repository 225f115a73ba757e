"""Who gets in, and to what."""

from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pytest
from fastapi import FastAPI

from adapters.store.people.accounts import account_by_username
from commands.access.tokens import ALGORITHM, ISSUER
from tests.api.asking import PASSWORD, application, log_in, new_key, paths_of, problem_of

CASE = "/v1/applications/LF2026-0101-00001"
ACTS = {
    f"{CASE}/completeness": ("fgw", {"decision": "accept"}),
    f"{CASE}/supplement": ("yunshu", {}),
    f"{CASE}/review": ("fgw", {"decision": "approve"}),
    f"{CASE}/signoffs": ("gxj", {"decision": "agree"}),
    f"{CASE}/settlement": ("fgw", {"decision": "proceed", "reason": "x"}),
    f"{CASE}/objections": ("lingxi", {"content": "x"}),
    f"{CASE}/objections/abc/finding": ("fgw", {"decision": "dismiss", "reason": "x"}),
    f"{CASE}/acceptance": ("fgw", {"decision": "passed", "accepted_on": "2026-11-01"}),
    f"{CASE}/instalments/1/claim": ("yunshu", {"facts": {}, "other_funding": []}),
    f"{CASE}/instalments/1/review": ("fgw", {"decision": "approve"}),
    f"{CASE}/redemptions/1/review": ("fgw", {"decision": "approve", "verified_paid": "1.00"}),
    f"{CASE}/payee": ("yunshu", {"account_name": "a", "bank": "b", "account_number": "62170000100012345"}),
    f"{CASE}/fund-document": (
        "finance",
        {"document_number": "x", "city_amount": "1.00", "locality_amount": "1.00"},
    ),
    f"{CASE}/payments/p/confirm": ("finance", {"paid_on": "2026-11-01"}),
    f"{CASE}/payments/p/return": ("finance", {"reason": "x"}),
    f"{CASE}/withdraw": ("yunshu", {"reason": "x"}),
    f"{CASE}/terminate": ("fgw", {"reason": "x"}),
}


async def test_a_wrong_password_and_an_unknown_name_are_refused_alike(http: httpx.AsyncClient) -> None:
    answers = [
        await http.post("/v1/auth/token", data={"username": name, "password": word})
        for name, word in (("yunshu", "wrong"), ("nobody", PASSWORD), ("yunshu\x00", PASSWORD))
    ]
    problems = [problem_of(answer, 401, "not-authenticated") for answer in answers]
    assert len({problem["detail"] for problem in problems}) == 1


async def test_a_log_in_without_its_fields_is_refused_by_field(http: httpx.AsyncClient) -> None:
    problem = problem_of(await http.post("/v1/auth/token"), 422, "invalid-input")
    assert paths_of(problem) == {"username", "password"}


def _claims(**changes: object) -> dict[str, object]:
    expires = datetime.now(UTC) + timedelta(hours=1)
    return {"iss": ISSUER, "exp": expires, "gen": 0, **changes}


@pytest.mark.parametrize(
    ("claims", "key", "algorithm"),
    [
        (_claims(), "another key that is long enough for it, surely", ALGORITHM),
        (_claims(iss="someone"), None, ALGORITHM),
        (_claims(exp=1), None, ALGORITHM),
        (_claims(sub="x"), None, ALGORITHM),
        (_claims(sub=["x"]), None, ALGORITHM),
        (_claims(gen=1), None, ALGORITHM),
        (_claims(gen="0"), None, ALGORITHM),
        (_claims(gen=None), None, ALGORITHM),
        (_claims(), "", "none"),
    ],
)
async def test_a_token_that_is_not_ours_is_refused(
    http: httpx.AsyncClient, app: FastAPI, claims: dict[str, object], key: str | None, algorithm: str
) -> None:
    secret: str = app.state.wiring.settings.signing_key() if key is None else key
    auditor = account_by_username(app.state.wiring.engine, "auditor")
    assert auditor is not None
    token = jwt.encode({"sub": auditor.id} | claims, secret, algorithm)
    answer = await http.get("/v1/applications", headers={"Authorization": f"Bearer {token}"})
    problem_of(answer, 401, "not-authenticated")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer a.b.c"])
async def test_who_is_not_logged_in_sees_no_case(http: httpx.AsyncClient, header: str) -> None:
    for path in ("/v1/applications", "/v1/tasks", CASE):
        problem_of(await http.get(path, headers={"Authorization": header}), 401, "not-authenticated")


@pytest.mark.parametrize("path", sorted(ACTS))
async def test_an_act_needs_its_role_and_a_case_that_the_caller_sees(
    http: httpx.AsyncClient, path: str
) -> None:
    username, body = ACTS[path]
    problem_of(await http.post(path, json=body), 401, "not-authenticated")
    for reader in ("auditor", "administrator"):
        problem_of(await http.post(path, json=body, headers=await log_in(http, reader)), 403, "not-allowed")
    answer = await http.post(path, json=body, headers=await log_in(http, username))
    problem_of(answer, 404, "not-found")


@pytest.mark.parametrize("path", sorted(ACTS))
async def test_an_act_with_an_empty_or_strange_body_is_refused_by_field(
    http: httpx.AsyncClient, path: str
) -> None:
    headers = await log_in(http, ACTS[path][0])
    bodies: tuple[object, ...] = ({"stray": 1}, {"reason": "\x00"}, [], None, {"decision": {"a": 1}})
    for body in bodies:
        answer = await http.post(path, json=body, headers=headers)
        assert problem_of(answer, 422, "invalid-input")["errors"]


async def test_only_applicants_file(http: httpx.AsyncClient) -> None:
    for username in ("fgw", "finance", "auditor", "administrator"):
        headers = await log_in(http, username) | new_key()
        answer = await http.post("/v1/applications", json=application(), headers=headers)
        assert problem_of(answer, 403, "not-allowed")["why"]
