"""Records one history a road into ``tests/workflows/histories``: ``python -m tests.workflows.record [road …]``.

Run it only for a new road, or when one was changed on purpose and no case is on the old one; ``test_replay.py``
replays them.
"""

import asyncio
import sys
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from adapters.store.engine import open_engine
from adapters.store.migrate import migrate
from adapters.temporal import SKIP_ON_DEMAND
from domain.case.act import Defect
from domain.case.identifiers import workflow_id
from domain.case.record.stages import Stage
from domain.departments import APPLICANT, PUBLIC
from stack.temporal_server import dynamic_config, find_temporal
from tests.workflows.office import Office, open_office
from tests.workflows.reconsidering import ask_again, refuse
from tests.workflows.recovering import decide, reopen, repay
from tests.workflows.signing_again import sign, upheld
from tests.workflows.walked_case import WalkedCase
from workflows.search_attributes import SEARCH_ATTRIBUTES

DEFECT = Defect(item="1.1-3", problem="未加盖公章。", name="专项审计报告")
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

INTERRUPTIONS = {
    "recovery": "compute_centre_construction",
    "recovery_reversed": "compute_centre_construction",
    "instalments_interrupted": "compute_centre_operation",
    "reconsideration": "compute_centre_construction",
    "clock_changed": "compute_centre_construction",
    "signed_again": "first_equipment",
    "signed_twice": "first_equipment",
    "objected_thrice": "compute_centre_construction",
}
"""Roads that are left on the way, or taken up after the end."""

ROADS = {**SHAPES, **INTERRUPTIONS}


async def recover(case: WalkedCase) -> None:
    """A case that had ended; part of what was paid comes back."""
    await case.end()
    await reopen(case)
    await repay(case, "1500000.00")
    await repay(case, "2500000.00")


async def reverse(case: WalkedCase) -> None:
    """The same, reversed and paid again."""
    await case.end()
    await reopen(case)
    await repay(case, "1500000.00")
    await case.act("reverse_recovery", reason="复核属实")
    await case.end()


async def interrupt(case: WalkedCase) -> None:
    """The last year of support, with a stop and a reversed recovery on the way."""
    await case.walk(Stage.INSTALMENTS, subject="3")
    await case.act("stop_payment", reason="核查", clause="附则(四)")
    await case.act("lift_stop", reason="属实")
    await decide(case, amount=Decimal("972000.00"))
    await case.act("reverse_recovery", reason="复核属实")
    await case.end()


async def reconsider(case: WalkedCase) -> None:
    """A case that was refused at the review, judged again by other people and paid."""
    await refuse(case)
    await ask_again(case)
    await case.end()


async def sign_twice(case: WalkedCase) -> None:
    """An upheld objection; recorded when everyone still signed again."""
    await upheld(case)
    await case.act("review", decision="approve", verified_facts={"unit_price": "8800000.00"})
    await sign(case)
    await case.end()


async def sign_again(case: WalkedCase) -> None:
    """An upheld objection changes a figure: two departments sign again; after another one that changes nothing, nobody."""
    await upheld(case)
    await case.act("review", decision="approve", verified_facts={"unit_price": "8800000.00"})
    await sign(case)
    await upheld(case)
    await case.end()


async def object_thrice(case: WalkedCase) -> None:
    """Three objections: with the first upheld the notice is over, and the case goes back once all were found on."""
    await case.walk(Stage.PUBLIC_NOTICE)
    for objection in ("one", "two", "three"):
        await case.act("raise_objection", PUBLIC, objection=objection, by=f"citizen-{objection}")
    for objection, decision in (("one", "uphold"), ("two", "dismiss"), ("three", "uphold")):
        await case.act("find_on_objection", decision=decision, objection=objection, reason="已核查")
    await case.end()


async def change_clock(case: WalkedCase) -> None:
    """Extended, paused until the pause was over, returned, late, urged, and computed again by another calendar."""
    lead = case.plan.lead
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("extend_term", whose=lead, working_days=10, reason="核对批复")
    await case.act("pause_clock", working_days=5, reason="委托审计")
    await case.ring()
    await case.act("review", decision="return", defects=(DEFECT,), reason="请补正")
    await case.act("extend_term", APPLICANT, whose=APPLICANT, working_days=5, reason="公章外借")
    await case.act("supplement", APPLICANT)
    await case.act("pause_clock", working_days=30, reason="补充审计")
    await case.act("resume_clock", reason="报告已收到")
    await case.ring()
    await case.act("urge", reason="请尽快办理")
    await case.handle.signal("calendar_announced")
    await case.end()


async def end(case: WalkedCase) -> None:
    """Whatever is asked is granted."""
    await case.end()


WALKS: dict[str, Callable[[WalkedCase], Awaitable[None]]] = {
    "recovery": recover,
    "recovery_reversed": reverse,
    "instalments_interrupted": interrupt,
    "reconsideration": reconsider,
    "clock_changed": change_clock,
    "signed_again": sign_again,
    "signed_twice": sign_twice,
    "objected_thrice": object_thrice,
}


async def record(office: Office, shape: str, code: str) -> WorkflowHistory:
    """Walk one case to its end and write down the history of its last run."""
    case = await office.file(code)
    await WALKS.get(shape, end)(case)
    await case.handle.result()
    history = await office.client.get_workflow_handle(workflow_id(case.plan.case_number)).fetch_history()
    (HISTORIES / f"{shape}.json").write_text(history.to_json(), encoding="utf-8")
    return history


async def main() -> None:
    """Record the roads that were named, or all, on a server and a store that are thrown away."""
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
            for road in sys.argv[1:] or ROADS:
                await record(office, road, ROADS[road])
        engine.dispose()


if __name__ == "__main__":
    asyncio.run(main())
