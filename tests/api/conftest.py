"""The API in process with a fresh store: without Temporal (``http``), and with Temporal and a worker (``served``, ``people``)."""

import random
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.case_records import CaseRecords
from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import RunningNumber
from api.app import create_app
from domain.calendar import WorkingCalendar
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import Casework
from tests.api.asking import ACCOUNTS, HASH, TODAY, application
from tests.api.published import Published
from tests.api.road import People
from workflows.registry import WORKFLOWS, sandbox


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
                password_hash=HASH,
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


@pytest.fixture
def act_timeout_seconds() -> float:
    """How long a caller waits for a case: as long as a busy machine may need."""
    return 30.0


@pytest.fixture
def served_settings(api_settings: Settings, task_queue: str, act_timeout_seconds: float) -> Settings:
    """Case numbers of its own: all tests share one Temporal server."""
    engine = open_engine(api_settings.database_url)
    with transaction(engine) as writing:
        writing.add(RunningNumber(key="2026-1.1", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    return api_settings.model_copy(
        update={"task_queue": task_queue, "time_skipping": True, "act_timeout_seconds": act_timeout_seconds}
    )


@pytest_asyncio.fixture
async def served(
    temporal: WorkflowEnvironment, served_settings: Settings, known_accounts: None
) -> AsyncIterator[httpx.AsyncClient]:
    """The API with Temporal behind it."""
    app = create_app(served_settings, client=temporal.client, today=lambda: TODAY)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield client
    app.state.wiring.engine.dispose()


@pytest_asyncio.fixture
async def worked(temporal: WorkflowEnvironment, served_settings: Settings) -> AsyncIterator[None]:
    """A worker on the cases of this test."""
    engine = open_engine(served_settings.database_url)
    records = CaseRecords(
        engine,
        load_catalogue(),
        WorkingCalendar(),
        public_url="http://api",
        mail_domain="example.com",
        announce_mail=lambda: None,
        announce_quota=lambda _: None,
        announce_netting=lambda _: None,
        announce_stop=lambda _: None,
        announce_pool=lambda _: None,
    )
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            temporal.client,
            task_queue=served_settings.task_queue,
            workflows=WORKFLOWS,
            activities=list(records.verbs),
            activity_executor=threads,
            workflow_runner=sandbox(),
        ):
            yield
    engine.dispose()


@pytest_asyncio.fixture
async def people(served: httpx.AsyncClient, worked: None) -> People:
    """Everybody, with a case that was filed."""
    found = People(served)
    filed = await found.do("yunshu", "/v1/applications", application())
    assert filed["stage"] == "形式审查中"
    found.case = f"/v1/applications/{filed['case_number']}"
    return found


@pytest.fixture
def casework(api_settings: Settings) -> Iterator[Casework]:
    """The verbs on the store that the API reads."""
    engine = open_engine(api_settings.database_url)
    yield Casework(engine)
    engine.dispose()


@pytest.fixture
def published(casework: Casework) -> Published:
    """A case on notice, its investment verified lower than declared."""
    case = Published(casework, "compute_centre_construction")
    case.assess(audited_investment="88000000.00")
    case.publish()
    return case
