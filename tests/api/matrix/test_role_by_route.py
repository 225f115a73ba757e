"""Role by route, over every route there is: nothing of a case, a person or the ledger goes to whom it does not belong."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from adapters.store.people.accounts import account_by_username
from adapters.store.schema import RunningNumber
from adapters.store.writing import transaction
from commands.accounts.keeping import Keeper, disable, log_out
from domain.case.roles import Role
from domain.case.user_tasks import UserTask
from tests.api.asking import OTHER_UNIT, UNIT, log_in, new_key
from tests.api.external_issuer import Issuer
from tests.api.external_issuer import api_settings as api_settings
from tests.api.external_issuer import app as app
from tests.api.external_issuer import issuer as issuer
from tests.api.external_issuer import jwks_url as jwks_url
from tests.api.matrix.every_route import Operation, operations, served_by
from tests.api.people_at_desks import DESK, LEAD, NUMBER, House
from tests.api.people_at_desks import house as house
from tools.demo.paper import pdf_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DEPARTMENT, UNIT_CLAIM = "duixian_department", "duixian_unit"
ODD: dict[str, dict[str, Any]] = {
    "no roles": {"roles": []},
    "an unknown role": {"roles": ["king"]},
    "official without a department": {"roles": ["official"]},
    "official of an empty department": {"roles": ["official"], DEPARTMENT: ""},
    "official of the applicant": {"roles": ["official"], DEPARTMENT: "applicant"},
    "official of the public": {"roles": ["official"], DEPARTMENT: "public"},
    "official of the calendar": {"roles": ["official"], DEPARTMENT: "calendar"},
    "applicant without a unit": {"roles": ["applicant"]},
    "applicant of an empty unit": {"roles": ["applicant"], UNIT_CLAIM: ""},
    "applicant of a piece of a unit": {"roles": ["applicant"], UNIT_CLAIM: UNIT[:9]},
    "supervisor only": {"roles": ["supervisor"], DEPARTMENT: DESK},
    "finance of another department": {"roles": ["finance"], DEPARTMENT: "education"},
}
"""Tokens of the issuer whose claims make nobody."""

STRANGERS: dict[str, dict[str, Any]] = {
    "applicant of another unit": {"roles": ["applicant"], UNIT_CLAIM: OTHER_UNIT},
    "official of another department": {"roles": ["official"], DEPARTMENT: "education"},
    "head of another department": {"roles": ["official", "supervisor"], DEPARTMENT: "education"},
    "official of another locality": {"roles": ["official"], DEPARTMENT: "131081"},
    "expert without a seat": {"roles": ["expert"]},
}
"""Sane people who have nothing to do with the case."""

READERS = {role.value: {"roles": [role.value]} for role in (Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR)}
"""Who sees every case; of what is not for their role they get nothing."""

SHORT = {
    "official of an empty department",
    "official of the public",
    "taken back",
    "applicant of another unit",
    "official of another department",
}
"""Whom every run of the tests asks; all of them together take half a minute."""

SECRET = ("云枢", "yunshu", UNIT, NUMBER, "li同志", "head同志")
"""What stands in the case and at its desk, and nowhere else."""

SHARED = {
    "GET /v1/units": "the offices keep the registry of units together",
    "GET /v1/units/{code}": "the offices keep the registry of units together",
    "PUT /v1/units/{code}": "the offices keep the registry of units together",
    "PUT /v1/units/{code}/successor": "the offices keep the registry of units together",
    "PUT /v1/units/{code}/division": "the offices keep the registry of units together",
}
"""Where an official reads of a unit whose cases are none of the own, each with why."""


def _callers(*names: str) -> list[Any]:
    return [pytest.param(name, marks=() if name in SHORT else pytest.mark.long) for name in names]


@pytest_asyncio.fixture
async def document(house: House) -> AsyncIterator[str]:
    """A case that waits for everybody it can wait for, with a document of the applicant."""
    applicant = UserTask(party="applicant", acts=("supplement",))
    with transaction(house.engine) as session:
        session.add(RunningNumber(key="2026-1.1", last=1))
    house.stand(LEAD, applicant, UserTask(party="public", acts=("raise_objection",), standing=True))
    answer = await house.http.post(
        f"/v1/applications/{NUMBER}/documents",
        data={"code": "1.1-1"},
        files={"file": ("证明.pdf", pdf_of("云枢"))},
        headers=await log_in(house.http, "yunshu"),
    )
    assert answer.status_code == 201, answer.text
    yield answer.json()["id"]


async def asked(
    house: House, app: FastAPI, operation: Operation, headers: dict[str, str], **known: str
) -> httpx.Response:
    return await house.http.request(
        operation.method,
        operation.path(**known),
        params=operation.query,
        headers=headers | new_key(),
        **operation.content(app.openapi()),
    )


def told(answer: httpx.Response) -> list[str]:
    """What an answer tells of the case beyond what was asked with."""
    said = unquote(str(answer.request.url)).encode() + answer.request.read()
    return [secret for secret in SECRET if secret.encode() in answer.content and secret.encode() not in said]


def test_the_matrix_knows_every_route(app: FastAPI) -> None:
    assert served_by(app) <= {operation.name for operation in operations()}
    for operation in operations():
        if operation.roles:
            operation.path(document="")  # a KeyError names what to add to PLACES


async def refused_everywhere(
    house: House, app: FastAPI, headers: dict[str, str], document: str, *statuses: int
) -> dict[str, int]:
    """The operations that ask for a role and did not refuse, each with its answer."""
    wrong = {}
    for operation in operations():
        if operation.roles:
            answer = await asked(house, app, operation, headers, document=document)
            if answer.status_code not in statuses or told(answer):
                wrong[operation.name] = answer.status_code
    return wrong


@pytest.mark.parametrize("name", _callers(*ODD))
async def test_claims_that_make_nobody_open_no_route(
    house: House, app: FastAPI, issuer: Issuer, document: str, name: str
) -> None:
    roles, claims = ODD[name]["roles"], {key: claim for key, claim in ODD[name].items() if key != "roles"}
    headers = {"Authorization": f"Bearer {issuer.token('odd', roles, **claims)}"}
    assert await refused_everywhere(house, app, headers, document, 403) == {}


@pytest.mark.parametrize("what", _callers("nobody", "shut", "taken back", "shut here, of the issuer"))
async def test_who_was_shut_out_opens_no_route(
    house: House, app: FastAPI, issuer: Issuer, document: str, what: str
) -> None:
    known = account_by_username(house.engine, "fgw")
    assert known is not None
    headers = {"Authorization": f"Bearer {house.wired.tokens.make(known)}"}
    assert (await house.http.get(f"/v1/applications/{NUMBER}", headers=headers)).status_code == 200
    by, status = Keeper("x", "administrator"), 403
    if what == "nobody":
        headers, status = {}, 401
    elif what == "shut":
        disable(house.engine, by, "fgw")
    elif what == "taken back":
        log_out(house.engine, by, "fgw")
        status = 401
    else:
        entry = {"subject": "w", "name": "王某", "roles": ["official"], "department": DESK}
        entering = await log_in(house.http, "administrator")
        await house.http.put("/v1/people/wang", json=entry, headers=entering)
        headers = issuer.bearer("w", "official", **{DEPARTMENT: DESK})
        disable(house.engine, by, "wang")
    house.wired.tokens.accounts.forget(known.id)
    assert await refused_everywhere(house, app, headers, document, status) == {}


@pytest.mark.parametrize("name", _callers(*STRANGERS, *READERS))
async def test_a_role_opens_its_own_routes_alone_and_no_case_of_others(
    house: House, app: FastAPI, issuer: Issuer, document: str, name: str
) -> None:
    claims = dict({**STRANGERS, **READERS}[name])
    roles = claims.pop("roles")
    headers = issuer.bearer(name, *roles, **claims)
    wrong = {}
    for operation in operations():
        is_for_it = not operation.roles.isdisjoint(roles)
        if not operation.roles or (is_for_it and name in READERS):
            continue
        answer = await asked(house, app, operation, headers, document=document)
        may_tell = operation.name in SHARED and name != "applicant of another unit"
        if (
            (answer.status_code >= 500 and answer.status_code != 503)
            or (not is_for_it and answer.status_code not in (403, 404))
            or (answer.is_success and told(answer) and not may_tell)
        ):
            wrong[operation.name] = (answer.status_code, told(answer))
    assert wrong == {}
