"""Records one history a procedure and workflow of the office: ``make histories``, or ``python -m tests.workflows.record [name …]``.

Run it when a sequence of commands was changed on purpose; ``test_replay.py`` replays what it wrote.
"""

import asyncio
import sys
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from adapters.store.engine import open_engine
from adapters.store.migrate import migrate
from adapters.temporal import SKIP_ON_DEMAND
from stack.temporal_server import dynamic_config, find_temporal
from tests.workflows.office import Office, open_office
from tests.workflows.recorded_offices import OFFICES
from tests.workflows.recorded_procedures import PROCEDURES
from workflows.search_attributes import SEARCH_ATTRIBUTES

HISTORIES = Path(__file__).parent / "histories"
LEAVING_SECONDS = 0.3
"""The SDK's threads need a moment before the interpreter may end."""

RECORDINGS: dict[str, Callable[[Office], Awaitable[WorkflowHistory]]] = {**PROCEDURES, **OFFICES}


async def record(environment: WorkflowEnvironment, name: str) -> None:
    """Write down one history, from a store that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.sqlite"
        migrate(url)
        engine = open_engine(url)
        async with open_office(environment.client, engine, f"record-{uuid.uuid4().hex}") as office:
            history = await RECORDINGS[name](office)
        engine.dispose()
    (HISTORIES / f"{name}.json").write_text(history.to_json(), encoding="utf-8")


async def main() -> None:
    """Record what was named, or everything, on a server that is thrown away."""
    HISTORIES.mkdir(exist_ok=True)
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=SKIP_ON_DEMAND,
        data_converter=pydantic_data_converter,
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_existing_path=str(find_temporal()),
        dev_server_extra_args=dynamic_config(time_skipping=True),
        dev_server_startup_timeout=timedelta(seconds=60),
    ) as environment:
        for name in sys.argv[1:] or RECORDINGS:
            await record(environment, name)
    await asyncio.sleep(LEAVING_SECONDS)


if __name__ == "__main__":
    asyncio.run(main())
