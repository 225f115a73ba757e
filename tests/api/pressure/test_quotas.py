"""What strangers may call is bounded for each network address, and told with when to come back."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from starlette.requests import Request

from adapters.settings import Settings
from api.app import create_app
from api.door.quotas import DEAREST, Budget, address_of
from tests.api.asking import TODAY, log_in, problem_of

NOTICE = "/v1/public-notices/LF2026-0101-00001"


@pytest_asyncio.fixture
async def sparing(api_settings: Settings) -> AsyncIterator[FastAPI]:
    """An API that gives each address 40 calls a minute."""
    app = create_app(api_settings.model_copy(update={"stranger_calls_a_minute": 40}), today=lambda: TODAY)
    yield app
    app.state.wiring.engine.dispose()


def client(app: FastAPI, address: str = "203.0.113.7") -> httpx.AsyncClient:
    """Somebody at an address."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40000))
    return httpx.AsyncClient(transport=transport, base_url="http://api")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("method", "path", "calls"),
    [
        ("GET", "/v1/public-notices", 40),
        ("GET", "/public-notices", 40),
        ("GET", "/docs", 40),
        ("POST", "/v1/quotes", 8),
        ("POST", f"{NOTICE}/objections", 1),
        ("POST", "/public-notices/LF2026-0101-00001/objections", 1),
        ("POST", f"{NOTICE}/objections/confirmation", 8),
    ],
)
async def test_who_calls_too_often_is_told_when_to_come_back_and_others_are_not(
    sparing: FastAPI, method: str, path: str, calls: int
) -> None:
    async with client(sparing) as flooding, client(sparing, "203.0.113.8") as other:
        for _ in range(calls):
            assert (await flooding.request(method, path)).status_code != 429
        refused = await flooding.request(method, path)
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert "Retry-After" in problem_of(refused, 429, "too-many-requests")["remedy"]
        assert (await other.request(method, path)).status_code != 429
        assert (await flooding.get("/healthz")).status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_has_logged_in_is_not_counted(sparing: FastAPI) -> None:
    async with client(sparing) as clerk:
        known = await log_in(clerk, "administrator")
        for _ in range(60):
            assert (await clerk.get("/v1/units/x", headers=known)).status_code == 404


def test_a_budget_comes_back_with_time_and_a_refused_call_costs_nothing() -> None:
    at = 100.0
    budget = Budget(60, now=lambda: at)
    assert [budget.spend("a", 1) for _ in range(60)] == [0] * 60
    assert [budget.spend("a", 1) for _ in range(3)] == [1] * 3
    assert budget.spend("a", 1 + DEAREST) == 1 + DEAREST
    assert budget.spend("b", 1) == 0
    at += 1
    assert (budget.spend("a", 1), budget.spend("a", 1)) == (0, 1)


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("nobody knows", "nobody knows"),
    ],
)
def test_a_subscriber_is_one_address(told: str, counted: str) -> None:
    assert address_of(Request({"type": "http", "client": (told, 1)})) == counted
