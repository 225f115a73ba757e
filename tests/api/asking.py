"""How tests ask the API: accounts, a good application, log-in, keys, and what a problem says."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

import httpx
from argon2 import PasswordHasher

from adapters.store.engine import open_engine
from adapters.store.people.accounts import Account, save_account
from adapters.store.units.registry import keep_unit
from domain.case.roles import Role
from stack.accounts import REGISTERED_SINCE, UNITS

PASSWORD = "correct horse battery staple"
UNIT = "91131071MAFAKE019W"
OTHER_UNIT = "91131081MAFAKE086A"
TODAY = date(2026, 11, 23)
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

ACCOUNTS = (
    ("yunshu", (Role.APPLICANT,), None, UNIT),
    ("lingxi", (Role.APPLICANT,), None, OTHER_UNIT),
    ("fgw", (Role.OFFICIAL,), "development_and_reform", None),
    ("gxj", (Role.OFFICIAL,), "industry_and_information", None),
    ("jyj", (Role.OFFICIAL,), "education", None),
    ("kfq", (Role.OFFICIAL,), "kfq", None),
    ("finance", (Role.FINANCE,), "finance_bureau", None),
    ("finance_2", (Role.FINANCE,), "finance_bureau", None),
    ("auditor", (Role.AUDITOR,), None, None),
    *((f"expert_{number}", (Role.EXPERT,), None, None) for number in (1, 2, 3)),
    ("administrator", (Role.ADMINISTRATOR,), None, None),
)


def enter_accounts(url: str) -> None:
    """One account of each kind into a store, and the units of the applicants."""
    engine = open_engine(url)
    for each in UNITS.values():
        keep_unit(engine, each.uscc, each.name, each.locality, each.email, REGISTERED_SINCE)
    for username, roles, department, unit in ACCOUNTS:
        save_account(engine, _account(username, roles, department=department, unit=unit))
    engine.dispose()


def enter_officials(url: str, usernames: Iterable[str]) -> None:
    """Further officials, of a department that has no part in most cases."""
    engine = open_engine(url)
    for username in usernames:
        save_account(engine, _account(username, (Role.OFFICIAL,), department="education"))
    engine.dispose()


def _account(
    username: str, roles: Iterable[Role], department: str | None = None, unit: str | None = None
) -> Account:
    return Account(
        username=username,
        password_hash=HASH,
        display_name=username,
        email=f"{username}@example.com",
        roles=tuple(role.value for role in roles),
        department=department,
        unit=unit,
    )


def application(**changes: Any) -> dict[str, Any]:
    """A good application for 1.1."""
    return {
        "measure": "compute_centre_construction",
        "award_base_key": "一号算力中心",
        "facts": {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        "credit_commitment": True,
        "other_funding": [],
        **changes,
    }


async def log_in(http: httpx.AsyncClient, username: str) -> dict[str, str]:
    """The header of an account."""
    answer = await http.post("/v1/auth/token", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def new_key() -> dict[str, str]:
    """A fresh idempotency key."""
    return {"Idempotency-Key": uuid.uuid4().hex}


def problem_of(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem in an answer, of the expected kind."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert isinstance(found, dict)
    assert found["type"] == f"urn:duixian:problem:{kind}"
    assert found["status"] == status
    assert found["detail"]
    return found


def paths_of(problem: dict[str, Any]) -> set[str]:
    """The paths of the wrong fields."""
    return {entry["path"] for entry in problem["errors"]}


def official(username: str, department: str, *roles: Role) -> Account:
    """Another person at a desk, an official unless said otherwise."""
    return Account(
        username=username,
        password_hash=HASH,
        display_name=username,
        email=f"{username}@example.com",
        roles=tuple(role.value for role in roles or (Role.OFFICIAL,)),
        department=department,
    )
