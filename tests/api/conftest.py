"""The API in process, with a fresh store and without Temporal unless a test brings it."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date
from typing import Any

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from fastapi import FastAPI

from adapters.settings import Settings
from adapters.store.accounts import Account, save_account
from adapters.store.engine import open_engine
from api.app import create_app
from domain.case.roles import Role

PASSWORD = "correct horse battery staple"
UNIT = "91131071MAFAKE019W"
OTHER_UNIT = "91131081MAFAKE086A"
TODAY = date(2026, 11, 23)
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

ACCOUNTS = (
    ("yunshu", (Role.APPLICANT,), None, UNIT),
    ("lingxi", (Role.APPLICANT,), None, OTHER_UNIT),
    ("fgw", (Role.OFFICIAL,), "development_and_reform", None),
    ("gxj", (Role.OFFICIAL,), "industry_and_information", None),
    ("jyj", (Role.OFFICIAL,), "education", None),
    ("kfq", (Role.OFFICIAL,), "kfq", None),
    ("finance", (Role.FINANCE,), "finance_bureau", None),
    ("auditor", (Role.AUDITOR,), None, None),
    ("administrator", (Role.ADMINISTRATOR,), None, None),
)

Call = Callable[..., Awaitable[httpx.Response]]


def application(**changes: Any) -> dict[str, Any]:
    """A good application for 1.1."""
    return {
        "measure": "compute_centre_construction",
        "unit_name": "廊坊云枢智算科技有限公司",
        "locality": "kfq",
        "award_base_key": "一号算力中心",
        "facts": {"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        "credit_commitment": True,
        "other_funding": [],
        "contact_email": "yunshu@example.com",
        **changes,
    }


@pytest.fixture
def api_settings(database_url: str, settings: Settings) -> Settings:
    """Settings of the API under test; Temporal is where nothing listens."""
    return settings.model_copy(
        update={"database_url": database_url, "temporal_address": "127.0.0.1:9", "act_timeout_seconds": 2.0}
    )


@pytest.fixture
def known_accounts(api_settings: Settings) -> Iterator[None]:
    """One account of each kind in the store."""
    engine = open_engine(api_settings.database_url)
    for username, roles, department, unit in ACCOUNTS:
        save_account(
            engine,
            Account(
                username=username,
                password_hash=_HASH,
                display_name=username,
                email=f"{username}@example.com",
                roles=tuple(role.value for role in roles),
                department=department,
                unit=unit,
            ),
        )
    yield
    engine.dispose()


@pytest.fixture
def app(api_settings: Settings, known_accounts: None) -> Iterator[FastAPI]:
    """The application."""
    made = create_app(api_settings, today=lambda: TODAY)
    yield made
    made.state.wiring.engine.dispose()


@pytest_asyncio.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client that shows what the application answers, errors included."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client


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
