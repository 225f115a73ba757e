"""A stack for acts in bulk: the API with Temporal behind it, workers that come and go, and cases to act on."""

import asyncio
import random
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.bulk.items import BulkRunner
from activities.office import open_office
from activities.registry import verbs_of
from adapters.settings import Settings
from adapters.store.audit.chain import entries_of
from adapters.store.engine import open_engine, transaction
from adapters.store.reach import Engine
from adapters.store.schema import RunningNumber
from adapters.temporal.announcing import Announcer
from api.app import create_app
from commands.bulk.people import TakingTasks
from commands.wiring import Wiring
from tests.api.asking import TODAY, application, log_in, new_key
from workflows.registry import WORKFLOWS, runner

ACCEPT = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
NOBODYS = "LF2026-0101-99999"


@asynccontextmanager
async def worker_on(client: Client, settings: Settings, answer_seconds: float = 5.0) -> AsyncIterator[Engine]:
    """A worker on the cases and lists of a test; gives its store. It stops at the end, whatever is under way."""
    engine = open_engine(settings.database_url)
    office = open_office(settings, engine, Announcer())
    tasks = TakingTasks.in_worker(settings, engine, office.catalogue, client)
    bulk = BulkRunner(office, client, tasks, answer_seconds)
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            client,
            task_queue=settings.task_queue,
            workflows=WORKFLOWS,
            activities=[*verbs_of(office), bulk.do_bulk_items],
            activity_executor=threads,
            workflow_runner=runner(),
        ):
            yield engine
    engine.dispose()


@dataclass
class Clerks:
    """Everybody, acting through HTTP."""

    http: httpx.AsyncClient
    wired: Wiring

    @property
    def engine(self) -> Engine:
        """The store of the API."""
        return self.wired.engine

    async def get(self, username: str, path: str) -> httpx.Response:
        return await self.http.get(path, headers=await log_in(self.http, username))

    async def post(
        self, username: str, path: str, body: Any = None, key: dict[str, str] | None = None
    ) -> httpx.Response:
        headers = await log_in(self.http, username) | (key or {})
        return await self.http.post(path, json=body, headers=headers)

    async def file(self, count: int, username: str = "yunshu", **changes: Any) -> list[str]:
        """File so many cases, each about a project of its own; their numbers."""
        headers = await log_in(self.http, username)
        numbers = []
        for index in range(count):
            facts = {"audited_investment": f"{123 + index}000000.00", "commissioned_on": "2026-03-01"}
            body = application(**{"award_base_key": f"{index + 1}号算力中心", "facts": facts, **changes})
            answer = await self.http.post("/v1/applications", json=body, headers=headers | new_key())
            assert answer.status_code == 201, answer.text
            numbers.append(answer.json()["case_number"])
        return numbers

    async def ask(
        self, numbers: list[str], key: dict[str, str] | None = None, **changes: Any
    ) -> httpx.Response:
        """Ask that the lead accepts these cases, unless changed."""
        username = changes.pop("username", "fgw")
        asked = {
            "act": "check_completeness",
            "items": [{"case_number": number} for number in numbers],
            "body": ACCEPT,
            "dry_run": False,
            **changes,
        }
        return await self.post(username, "/v1/bulk-acts", asked, key or new_key())

    async def stage(self, number: str) -> str:
        answer = await self.get("auditor", f"/v1/applications/{number}")
        return str(answer.json()["stage"])

    def acts(self, number: str, kind: str) -> list[str]:
        """Who did this act in a case, as its chain tells it."""
        entries = entries_of(self.engine, number, limit=1000)
        return [entry.account for entry in entries if entry.action == f"act:{kind}"]


@pytest.fixture
def served_settings(api_settings: Settings, task_queue: str) -> Settings:
    """Case numbers of its own: all tests share one Temporal server."""
    engine = open_engine(api_settings.database_url)
    with transaction(engine) as session:
        for measure in ("1.1", "5.1"):
            session.add(RunningNumber(key=f"2026-{measure}", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    return api_settings.model_copy(
        update={"task_queue": task_queue, "time_skipping": True, "act_timeout_seconds": 5.0}
    )


@pytest_asyncio.fixture
async def clerks(temporal: WorkflowEnvironment, served_settings: Settings) -> AsyncIterator[Clerks]:
    app = create_app(served_settings, client=temporal.client, today=lambda: TODAY)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield Clerks(client, app.state.wiring)
    app.state.wiring.engine.dispose()


async def settled(clerks: Clerks, identifier: str, username: str = "fgw") -> dict[str, Any]:
    """The bulk act once nothing is left of it."""
    async with asyncio.timeout(60):
        while True:
            shown: dict[str, Any] = (await clerks.get(username, f"/v1/bulk-acts/{identifier}")).json()
            if shown["state"] in ("finished", "cancelled"):
                return shown
            await asyncio.sleep(0.05)
