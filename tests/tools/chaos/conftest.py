"""One short run for all tests of this folder: a stack of many processes, its load, its faults."""

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from stack.postgresql_server import PostgresqlNotFound
from tools.chaos.run import ChaosRun, Plan

PLAN = Plan(cases=40, seed=20260101, minutes=2, mean_gap_seconds=2.0)


@pytest_asyncio.fixture(scope="package")
async def short_run(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ChaosRun]:
    """A run that has been through faults, rest and proof; its stack is still up and everything works."""
    try:
        async with ChaosRun(PLAN, tmp_path_factory.mktemp("chaos") / "var", lambda _line: None) as run:
            await run.under_fire()
            await run.rest()
            await run.midnight()
            await run.prove()
            yield run
    except PostgresqlNotFound as missing:
        if os.environ.get("CI"):
            pytest.fail(f"CI must test on PostgreSQL: {missing}")
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {missing}")
