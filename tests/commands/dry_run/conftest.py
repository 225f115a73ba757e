"""One worker for the tests of this room, and a fresh store a test."""

import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from adapters.store.engine import open_engine
from tests.workflows.office import Office, open_office

pytest.register_assert_rewrite("tests.commands.dry_run.previewed_case")


@pytest_asyncio.fixture(scope="session")
async def previewing_worker(temporal: WorkflowEnvironment, sqlite_template: Path) -> AsyncIterator[Office]:
    """The worker."""
    engine = open_engine(f"sqlite:///{sqlite_template}")
    async with open_office(temporal.client, engine, f"preview-{uuid.uuid4().hex}") as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def office(previewing_worker: Office, sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    """The worker on a store of this test, a copy of the migrated file."""
    path = tmp_path / "duixian.sqlite"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    previewing_worker.move_to(engine)
    yield previewing_worker
    engine.dispose()
