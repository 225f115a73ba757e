"""A case on its way over HTTP in its own time, each act as the person whose turn it is, until something is to be looked at."""

import random
from dataclasses import dataclass
from typing import Any

import httpx
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import Account, known_usernames, save_account
from adapters.store.schema import RunningNumber
from domain.departments import DEPARTMENTS, LOCALITIES
from stack.accounts import UNITS
from tests.api.asking import HASH, PASSWORD, new_key
from tools.demo.people import People
from tools.demo.scenarios import SCENARIOS
from tools.demo.walker import Walk

MOST_STEPS = 80


class Passwords(dict[str, str]):
    """Everybody has the same."""

    def __missing__(self, username: str) -> str:
        """Whoever it is."""
        return PASSWORD


class Everybody(People):
    """Callers of the application under test."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http, self.passwords, self.tokens = http, Passwords(), {}

    async def answer(self, username: str, path: str, body: Any) -> httpx.Response:
        """What a request is answered, also when it is refused."""
        return await self.http.post(path, json=body, headers=await self.headers(username) | new_key())


@dataclass
class WalkOverHttp(Walk):
    """One case, and what is asked about it."""

    def waits_for(self, act: str, subject: str = "") -> bool:
        """Whether the case waits for an act."""
        return any(
            act in task["acts"] and subject in ("", task["subject"]) for task in self.view["waiting_for"]
        )

    async def until(self, act: str, subject: str = "") -> None:
        """Go on until somebody is to do an act, or the case has ended."""
        for _ in range(MOST_STEPS):
            if self.view["final"] or self.waits_for(act, subject):
                return
            await self.step()
        raise AssertionError(f"{act} does not come: {self.view['stage']}")

    async def ends(self) -> None:
        """Go on to the end."""
        await self.until("nothing")

    async def answer(self, username: str, path: str, body: Any) -> httpx.Response:
        """What a request about the case is answered."""
        assert isinstance(self.people, Everybody)
        return await self.people.answer(username, f"{self.path}{path}", body)

    async def do(self, username: str, path: str, body: Any) -> dict[str, Any]:
        """An act that must succeed; where the case stands then."""
        self.view = await self.people.post(username, f"{self.path}{path}", body)
        return self.view

    async def get(self, username: str, path: str = "") -> dict[str, Any]:
        """Read about the case."""
        return await self.people.get(username, f"{self.path}{path}")


def employ_everybody(settings: Settings) -> None:
    """An account for each department and locality by its own name, two units, and two more of the finance bureau."""
    engine = open_engine(settings.database_url)
    units = list(UNITS.values())
    people = [
        Account(username=f"applicant_{n}", roles=("applicant",), unit=units[n - 1].uscc, password_hash=HASH)
        for n in (1, 2)
    ]
    people += [
        Account(username=f"{party}{rank}", roles=("official",), department=party, password_hash=HASH)
        for party in DEPARTMENTS
        for rank in ("", "_head")
    ]
    people += [
        Account(username=f"locality_{party}", roles=("official",), department=party, password_hash=HASH)
        for party in LOCALITIES
    ]
    people += [
        Account(username=name, roles=("finance",), department="finance_bureau", password_hash=HASH)
        for name in ("finance_2", "finance_3")
    ]
    known = known_usernames(engine)
    for person in people:
        if person.username not in known:
            save_account(engine, person)
    engine.dispose()


async def begin(
    http: httpx.AsyncClient, temporal: WorkflowEnvironment, code: str, **changes: Any
) -> WalkOverHttp:
    """A case of a type is filed."""
    scenario = next(each for each in SCENARIOS if each.code == code).model_copy(update=changes)
    walk = WalkOverHttp(scenario, Everybody(http), temporal.client)
    await walk.file()
    return walk


def number_apart(settings: Settings, *series: str) -> None:
    """Case numbers of its own: all tests share one Temporal server."""
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        for each in series:
            session.add(RunningNumber(key=f"2026-{each}", last=random.randrange(10**5, 10**9)))
    engine.dispose()
