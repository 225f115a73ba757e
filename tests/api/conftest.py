"""The API in process with a fresh store: without Temporal (``http``), and with Temporal and a worker (``served``, ``people``)."""

import random
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.office import open_office
from activities.registry import verbs_of
from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.people.accounts import Account, save_account
from adapters.store.schema import RunningNumber
from adapters.temporal.announcing import Announcer
from api.app import create_app
from domain.case.roles import Role
from tests.activities.casework import Casework
from tests.api.asking import HASH, TODAY, UNIT, application, enter_accounts
from tests.api.procedure import People
from tests.api.published import Published
from tests.fixtures.database import postgresql_url, sqlite_url
from tests.fixtures.postgresql import connect, copy_database
from workflows.registry import WORKFLOWS, runner


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated file with an account of each kind, which every test of this room finds in its store."""
    path = tmp_path_factory.mktemp("accounts") / "template.sqlite"
    shutil.copy(sqlite_template, path)
    enter_accounts(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Path, postgresql_template: str) -> str:
    """The same on PostgreSQL."""
    name = f"{postgresql_template}_with_accounts"
    with connect(postgresql) as connection:
        copy_database(connection, name, postgresql_template)
    enter_accounts(postgresql_url(postgresql, name))
    return name


@pytest.fixture
def api_settings(database_url: str, settings: Settings) -> Settings:
    """Settings of the API under test; Temporal is where nothing listens."""
    return settings.model_copy(
        update={"database_url": database_url, "temporal_address": "127.0.0.1:9", "act_timeout_seconds": 2.0}
    )


@pytest.fixture
def app(api_settings: Settings) -> Iterator[FastAPI]:
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
    with transaction(engine) as session:
        session.add(RunningNumber(key="2026-1.1", last=random.randrange(10**5, 10**9)))
    engine.dispose()
    return api_settings.model_copy(
        update={"task_queue": task_queue, "time_skipping": True, "act_timeout_seconds": act_timeout_seconds}
    )


@pytest_asyncio.fixture
async def served(
    temporal: WorkflowEnvironment, served_settings: Settings
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
    office = open_office(served_settings, engine, Announcer())
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            temporal.client,
            task_queue=served_settings.task_queue,
            workflows=WORKFLOWS,
            activities=verbs_of(office),
            activity_executor=threads,
            workflow_runner=runner(),
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


@pytest.fixture
def everybody(app: FastAPI) -> str:
    """One account with every role, so that only the body of a request is wrong."""
    account = Account(
        username="everybody",
        password_hash=HASH,
        display_name="everybody",
        email="everybody@example.com",
        roles=tuple(role.value for role in Role),
        department="development_and_reform",
        unit=UNIT,
    )
    save_account(app.state.wiring.engine, account)
    return "everybody"
