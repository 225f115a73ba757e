"""Passwords cannot be guessed by trying: wrong ones are counted, few are verified at once, and none fills the record."""

import asyncio
from collections.abc import Iterable

import httpx
import pytest
from fastapi import FastAPI

from adapters.store.audit.chain import entries_of, held_chain
from api.people.log_in_limits import AT_ONCE, MOST_WAITING, TOLD, TRIES_SECONDS, LogInLimits
from domain.audit.entry import HOUSE
from tests.api.asking import ACCOUNTS, PASSWORD, problem_of

OWN = "Langfang 2026 兑现到位"
NAMES = [username for username, *_ in ACCOUNTS]


class Clock:
    """Seconds that pass when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(app: FastAPI) -> Clock:
    """The clock by which the application counts tries."""
    made = Clock()
    app.state.log_in_limits = LogInLimits(made)
    return made


def at(app: FastAPI, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40000))
    return httpx.AsyncClient(transport=transport, base_url="http://api")


async def tried(http: httpx.AsyncClient, username: str, password: str = f"{PASSWORD}?") -> httpx.Response:
    return await http.post("/v1/auth/token", data={"username": username, "password": password})


async def all_tried(http: httpx.AsyncClient, usernames: Iterable[str]) -> list[int]:
    return [(await tried(http, username)).status_code for username in usernames]


async def test_one_account_is_closed_to_an_address_after_ten_wrong_passwords(
    app: FastAPI, clock: Clock
) -> None:
    async with at(app, "203.0.113.7") as guessing, at(app, "203.0.113.8") as rightful:
        assert await all_tried(guessing, ["fgw"] * 10) == [401] * 10
        refused = await tried(guessing, "fgw", PASSWORD)
        problem_of(refused, 429, "too-many-requests")
        assert 0 < int(refused.headers["Retry-After"]) <= TRIES_SECONDS / 10 + 1
        body = {"username": "fgw", "password": PASSWORD, "new_password": OWN}
        changed = await guessing.post("/v1/auth/password", json=body)
        problem_of(changed, 429, "too-many-requests")
        assert (await tried(rightful, "fgw", PASSWORD)).status_code == 200
        assert (await tried(guessing, "gxj", PASSWORD)).status_code == 200
        clock.now += int(refused.headers["Retry-After"])
        assert (await tried(guessing, "fgw", PASSWORD)).status_code == 200


@pytest.mark.long
async def test_an_account_that_does_not_exist_is_answered_like_one_that_does(
    app: FastAPI, clock: Clock
) -> None:
    async with at(app, "203.0.113.7") as http:
        known = [await tried(http, "fgw") for _ in range(12)]
        unknown = [await tried(http, "nobody") for _ in range(12)]
    for one, other in zip(known, unknown, strict=True):
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.headers == other.headers


async def test_an_address_is_closed_after_many_wrong_passwords_for_whomever(
    app: FastAPI, clock: Clock
) -> None:
    async with at(app, "203.0.113.7") as guessing, at(app, "203.0.113.8") as other:
        assert set(await all_tried(guessing, NAMES[:10] * 6)) == {401}
        problem_of(await tried(guessing, NAMES[-1], PASSWORD), 429, "too-many-requests")
        assert (await tried(other, NAMES[-1], PASSWORD)).status_code == 200


async def test_an_account_is_closed_after_very_many_wrong_passwords_from_everywhere(
    app: FastAPI, clock: Clock
) -> None:
    for address in range(10):
        async with at(app, f"203.0.113.{address}") as guessing:
            assert set(await all_tried(guessing, ["fgw"] * 10)) == {401}
    async with at(app, "198.51.100.1") as rightful:
        problem_of(await tried(rightful, "fgw", PASSWORD), 429, "too-many-requests")
        clock.now += TRIES_SECONDS / 100
        assert (await tried(rightful, "fgw", PASSWORD)).status_code == 200
    told = [entry.action for entry in entries_of(app.state.wiring.engine, HOUSE)]
    assert told.count("log-in:failed") == TOLD


async def test_the_right_password_uses_nothing_up(app: FastAPI, clock: Clock) -> None:
    async with at(app, "203.0.113.7") as http:
        for _ in range(15):
            assert (await tried(http, "fgw", PASSWORD)).status_code == 200


async def test_who_comes_while_too_many_wait_is_asked_to_come_back(app: FastAPI, clock: Clock) -> None:
    places = AT_ONCE + MOST_WAITING
    async with at(app, "203.0.113.7") as http:
        with held_chain(app.state.wiring.engine, HOUSE):  # a log-in waits to be written down
            asking = [asyncio.create_task(tried(http, "fgw", PASSWORD)) for _ in range(places + 6)]
            refused, waiting = await _first(asking, 6)
        for task in refused:
            answer = task.result()
            problem_of(answer, 503, "unavailable")
            assert int(answer.headers["Retry-After"]) > 0
        assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200] * places


async def _first(
    asking: list[asyncio.Task[httpx.Response]], count: int
) -> tuple[set[asyncio.Task[httpx.Response]], set[asyncio.Task[httpx.Response]]]:
    """The tasks that are done once so many are, and the others."""
    done: set[asyncio.Task[httpx.Response]] = set()
    waiting = set(asking)
    while len(done) < count:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        done |= ended
    return done, waiting
