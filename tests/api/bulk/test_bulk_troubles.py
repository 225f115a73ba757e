"""Temporal away, cases that stay silent, many lists at once, long lists: a list is neither lost nor done twice."""

import asyncio
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment

from activities.bulk.items import LISTS_AT_ONCE, BulkRunner
from activities.office import open_office
from adapters.settings import Settings
from adapters.store.bulk.queries import counts_of, items_of
from adapters.temporal.announcing import Announcer
from commands.bulk.people import TakingTasks
from domain.bulk.run import BULK_ACT, BulkChunk, BulkRun, BulkTally, bulk_workflow_id
from stack.ports import LOOPBACK, free_ports
from tests.api.bulk_clerks import Clerks, worker_on
from tests.api.bulk_clerks import clerks as clerks
from tests.api.bulk_clerks import served_settings as served_settings
from tools.chaos.link import Link, Manner


def office_of(clerks: Clerks, client: Client, seconds: float) -> BulkRunner:
    wired = clerks.wired
    office = open_office(wired.settings, clerks.engine, Announcer(), wired.catalogue)
    return BulkRunner(office, client, TakingTasks(wired), seconds)


async def pass_over(office: BulkRunner, bulk: str) -> str:
    """One chunk, as a worker does it; the type of its failure, empty when there is none."""
    try:
        await ActivityEnvironment().run(office.do_bulk_items, BulkChunk(bulk=bulk))
    except ApplicationError as failure:
        return "for good" if failure.non_retryable else failure.type or ""
    return ""


@pytest.fixture
async def asked(clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings) -> Any:
    """A list of three cases that no worker works on."""
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(3)
    return (await clerks.ask(numbers)).json()


@pytest.mark.long
@pytest.mark.parametrize("manner", [Manner.RESET, Manner.DEAF])
async def test_while_temporal_is_away_the_list_waits_and_no_answer_lost_is_an_act_twice(
    clerks: Clerks, asked: Any, temporal: WorkflowEnvironment, served_settings: Settings, manner: Manner
) -> None:
    server = int(temporal.client.service_client.config.target_host.rpartition(":")[2])
    near = free_ports(1)[0]
    handle = temporal.client.get_workflow_handle(bulk_workflow_id(asked["id"]))
    async with Link("worker", "temporal", near, server) as link:
        client = await Client.connect(f"{LOOPBACK}:{near}", data_converter=pydantic_data_converter)
        link.cut(manner)
        found = await pass_over(office_of(clerks, client, 0.5), asked["id"])
        assert found in ("CasesAway", "CasesSilent")
        assert counts_of(clerks.engine, asked["id"]) == {"begun": 3}
    async with worker_on(temporal.client, served_settings), asyncio.timeout(60):
        await handle.result()
    assert counts_of(clerks.engine, asked["id"]) == {"done": 3}
    cases = [item["case_number"] for item in asked["items"]]
    assert [len(clerks.acts(number, "check_completeness")) for number in cases] == [1, 1, 1]


async def test_cases_that_stay_silent_are_asked_again_and_acted_on_once(
    clerks: Clerks, asked: Any, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    office = office_of(clerks, temporal.client, 0.2)
    assert await pass_over(office, asked["id"]) == "CasesSilent"
    assert await pass_over(office, asked["id"]) == "CasesSilent"
    assert [item.tries for item in items_of(clerks.engine, asked["id"])] == [2, 2, 2]
    async with worker_on(temporal.client, served_settings), asyncio.timeout(60):
        await temporal.client.get_workflow_handle(bulk_workflow_id(asked["id"])).result()
    assert counts_of(clerks.engine, asked["id"]) == {"done": 3}
    cases = [item["case_number"] for item in asked["items"]]
    assert [len(clerks.acts(number, "check_completeness")) for number in cases] == [1, 1, 1]


async def test_lists_never_take_every_place_of_a_worker(
    clerks: Clerks, asked: Any, temporal: WorkflowEnvironment
) -> None:
    office = office_of(clerks, temporal.client, 1.0)
    results = await asyncio.gather(*(pass_over(office, asked["id"]) for _ in range(LISTS_AT_ONCE + 2)))
    assert results.count("Busy") == 2


async def test_a_long_list_goes_on_in_new_runs(
    clerks: Clerks, asked: Any, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    await temporal.client.get_workflow_handle(bulk_workflow_id(asked["id"])).terminate("begun anew below")
    handle = await temporal.client.start_workflow(
        BULK_ACT,
        BulkRun(bulk=asked["id"], label="形式审查", total=3, chunk=1, chunks_a_run=1),
        id=f"bulk/short-runs-{asked['id']}",
        task_queue=served_settings.task_queue,
        result_type=BulkTally,
    )
    async with worker_on(temporal.client, served_settings), asyncio.timeout(60):
        assert await handle.result() == BulkTally(done=3)
    runs = (await handle.describe()).raw_description.workflow_execution_info
    assert runs.first_run_id != (await handle.describe()).run_id


async def test_a_repeated_request_goes_on_where_a_workflow_was_lost(
    clerks: Clerks, temporal: WorkflowEnvironment, served_settings: Settings
) -> None:
    async with worker_on(temporal.client, served_settings):
        numbers = await clerks.file(1)
    key = {"Idempotency-Key": "lost-and-found"}
    made = (await clerks.ask(numbers, key)).json()
    handle = temporal.client.get_workflow_handle(bulk_workflow_id(made["id"]))
    await handle.terminate("lost")
    assert (await clerks.ask(numbers, key)).json()["id"] == made["id"]
    async with worker_on(temporal.client, served_settings), asyncio.timeout(60):
        await handle.result()
    assert counts_of(clerks.engine, made["id"]) == {"done": 1}
