"""Records one history a shape into ``tests/workflows/histories``: ``python -m tests.workflows.record``.

Run it only when a road was changed on purpose and no case is on the old road; ``test_replay.py`` replays them.
"""

import asyncio
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from adapters.store.engine import open_engine
from adapters.store.migrate import migrate
from adapters.temporal import SKIP_ON_DEMAND
from domain.case.identifiers import workflow_id
from stack.temporal_server import dynamic_config, find_temporal
from tests.workflows.office import Office, open_office
from workflows.search_attributes import SEARCH_ATTRIBUTES

HISTORIES = Path(__file__).parent / "histories"
SHAPES = {
    "one_off": "compute_centre_construction",
    "multi_year": "compute_centre_operation",
    "voucher": "settlement_voucher",
    "post_acceptance": "core_technology",
    "discretionary": "leading_goose",
    "listing": "product_catalogue",
    "referral": "fiscal_support",
    "ranked_batch": "foundation_model",
}


async def record(office: Office, shape: str, code: str) -> WorkflowHistory:
    """Walk one case to its end and write down the history of its last run."""
    case = await office.file(code)
    await case.end()
    history = await office.client.get_workflow_handle(workflow_id(case.plan.case_number)).fetch_history()
    (HISTORIES / f"{shape}.json").write_text(history.to_json(), encoding="utf-8")
    return history


async def main() -> None:
    """Record every shape on a server and a store that are thrown away."""
    HISTORIES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.sqlite"
        migrate(url)
        engine = open_engine(url)
        async with (
            await WorkflowEnvironment.start_time_skipping_v2(
                ts_config=SKIP_ON_DEMAND,
                data_converter=pydantic_data_converter,
                search_attributes=SEARCH_ATTRIBUTES,
                dev_server_existing_path=str(find_temporal()),
                dev_server_extra_args=dynamic_config(time_skipping=True),
                dev_server_startup_timeout=timedelta(seconds=60),
            ) as environment,
            open_office(environment.client, engine, f"record-{uuid.uuid4().hex}") as office,
        ):
            for shape, code in SHAPES.items():
                await record(office, shape, code)
        engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
