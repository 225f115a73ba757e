"""What is asked of a store with very many cases: each list with each filter that it takes, as whoever reads it."""

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
from sqlalchemy import Engine, text

from stack.accounts import EmbeddedAccount


@dataclass(frozen=True)
class Question:
    """A list as somebody asks for it."""

    who: str
    path: str
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """For the table."""
        told = "&".join(f"{name}={value}" for name, value in self.filters.items())
        return f"{self.path}{'?' if told else ''}{told}"

    @property
    def target(self) -> str:
        """For HTTP."""
        return self.path + (f"?{urlencode(self.filters)}" if self.filters else "")


READERS = ("auditor", "development_and_reform", "locality_kfq", "applicant_1")
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"stage": "牵头审核中"},
    {"stage": "已办结"},
    {"code": "compute_centre_construction"},
    {"measure": "1"},
    {"locality": "131081"},
    {"lead": "science_and_technology"},
    {"unit": "91131071MAFAKE019W"},
    {"overdue": "true"},
    {"overdue": "false"},
    {"filed_from": "2024-03-01", "filed_to": "2024-03-31"},
    {"stage": "公示中", "code": "compute_centre_construction", "locality": "kfq"},
)
SOUGHT = (
    "云",
    "云枢",
    "智算中心",
    "云枢智算中心7期",
    "磐",
    "翼磐",
    "00123",
    "LF2024",
    "LF2025-0101-00017",
    "无此项目",
    "廊坊云枢智算科技",
)


def questions() -> Iterator[Question]:
    """Everything that is measured."""
    for who in READERS:
        for filters in FILTERS:
            yield Question(who, "/v1/applications", filters)
        for sought in SOUGHT:
            yield Question(who, "/v1/applications", {"q": sought})
    yield Question("auditor", "/v1/applications", {"q": "云枢", "stage": "牵头审核中"})
    yield Question("auditor", "/v1/applications", {"after": "2025-01-15~LF2025-0101-00017"})
    for who in (*READERS[1:], "industry_and_information", "finance"):
        yield Question(who, "/v1/tasks")
    yield Question("development_and_reform", "/v1/tasks", {"mine": "true"})
    for filters in ({}, {"state": "current"}, {"state": "ended"}, {"code": "algorithm_innovation"}):
        yield Question("", "/v1/public-notices", filters)
    yield Question("", "/public-notices")
    for sought in ("", "云", "云枢", "磐石科技"):
        yield Question("auditor", "/v1/units", {"q": sought})
    for filters in (
        {},
        {"unit": "91131071MAFAKE019W"},
        {"code": "compute_centre_construction"},
        {"year": "2026"},
    ):
        yield Question("auditor", "/v1/ledger", filters)


def case_pages(engine: Engine, count: int) -> list[str]:
    """Addresses of so many cases."""
    chance = random.Random(0)  # noqa: S311 - which cases are looked at
    with engine.connect() as reading:
        numbers = reading.execute(text("SELECT number FROM case_file ORDER BY number")).scalars().all()
    return [f"/v1/applications/{number}" for number in chance.sample(numbers, count)]


class Asker:
    """Everybody, logged in."""

    def __init__(self, url: str, accounts: tuple[EmbeddedAccount, ...]) -> None:
        """Know everybody's password."""
        self._http = httpx.Client(base_url=url, timeout=120, trust_env=False)
        self._passwords = {account.username: account.password for account in accounts}
        self._tokens: dict[str, dict[str, str]] = {"": {}}

    def headers(self, who: str) -> dict[str, str]:
        """The authorisation of somebody."""
        if who not in self._tokens:
            form = {"grant_type": "password", "username": who, "password": self._passwords[who]}
            granted = self._http.post("/v1/auth/token", data=form).raise_for_status().json()
            self._tokens[who] = {"Authorization": f"Bearer {granted['access_token']}"}
        return self._tokens[who]

    def seconds(self, who: str, target: str) -> float:
        """How long an answer takes."""
        headers, begun = self.headers(who), time.perf_counter()
        self._http.get(target, headers=headers).raise_for_status()
        return time.perf_counter() - begun

    def measure(self, who: str, targets: list[str]) -> tuple[float, float]:
        """Milliseconds: half are answered within the first, 99 of 100 within the second."""
        self.seconds(who, targets[0])
        took = sorted(self.seconds(who, target) * 1000 for target in targets)
        return statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.99))]
