"""Cases and their workflows on a real Temporal server: what agrees, and each way in which they can part."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from adapters.store.alarms import open_alarms
from adapters.store.engine import open_engine, open_session
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer
from audit.reconciliation import Reconciliation, reconcile_all
from audit.running_workflows import RunningWorkflows
from commands.alarms.watch import Watch
from domain.alarms import AlarmKind
from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from domain.catalogue.registry import load_catalogue
from domain.ledger.differences import DifferenceKind
from tests.activities.casework import Casework
from tests.workflows.office import Office, open_office
from workflows.registry import runner

LETTERHEAD = Letterhead(public_url="http://api", mail_domain="example.com")
STRANGER = "LF2026-0502-77777"


def store_at(path: Path, template: Path) -> Engine:
    shutil.copy(template, path)
    return open_engine(f"sqlite:///{path}")


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    opened = store_at(tmp_path / "duixian.sqlite", sqlite_template)
    yield opened
    opened.dispose()


@pytest_asyncio.fixture
async def office(temporal: WorkflowEnvironment, engine: Engine) -> AsyncIterator[Office]:
    """A worker of this test alone."""
    async with open_office(temporal.client, engine, f"audit-{uuid.uuid4().hex}") as opened:
        yield opened


async def compared(office: Office, engine: Engine) -> Reconciliation:
    workflows = RunningWorkflows(office.client, office.task_queue)
    return await reconcile_all(engine, load_catalogue(), workflows, pause_seconds=0.5)


def change(engine: Engine, statement: str, number: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), {"number": number})


def kinds(found: Reconciliation) -> dict[str, DifferenceKind]:
    return {each.case_number: each.kind for each in found.differences}


async def test_cases_on_their_way_and_at_their_end_agree(office: Office, engine: Engine) -> None:
    await (await office.file("national_research_platform")).walk(Stage.PUBLIC_NOTICE)
    ended = await office.file("training_base")
    await ended.act("withdraw", "applicant", reason="不再申请")
    await ended.handle.result()
    found = await compared(office, engine)
    assert (found.differences, found.cases, found.workflows) == ((), 2, 1)


@pytest.mark.long
async def test_cases_that_move_on_meanwhile_are_no_difference(office: Office, engine: Engine) -> None:
    cases = [await office.file("national_research_platform") for _ in range(4)]
    walks = asyncio.gather(*(case.walk(Stage.PAYMENT) for case in cases))
    looks = 0
    while not walks.done():
        found = await compared(office, engine)
        assert found.differences == ()
        looks += 1
    await walks
    assert looks > 1


async def test_each_way_in_which_case_and_workflow_part_is_named(office: Office, engine: Engine) -> None:
    moved, ended = [await office.file("national_research_platform") for _ in range(2)]
    change(engine, "UPDATE case_file SET stage = '公示中' WHERE number = :number", moved.plan.case_number)
    change(
        engine,
        "UPDATE case_file SET stage = '已撤回', final = true WHERE number = :number",
        ended.plan.case_number,
    )
    platform = {"platform_kind": "key_laboratory"}
    casework = Casework(engine)
    casework.file(STRANGER, "national_research_platform", platform, stage=Stage.LEAD_REVIEW.value)
    casework.file("LF2026-0502-77778", "national_research_platform", platform)  # a draft needs no workflow
    found = await compared(office, engine)
    assert kinds(found) == {
        moved.plan.case_number: DifferenceKind.STAGE,
        ended.plan.case_number: DifferenceKind.WORKFLOW_LEFT,
        STRANGER: DifferenceKind.WORKFLOW_MISSING,
    }
    (told,) = (each for each in found.differences if each.kind is DifferenceKind.STAGE)
    assert (told.ledger, told.other) == ("公示中（第1步）", "形式审查中（第1步）")


async def test_a_workflow_whose_case_is_not_in_the_store_is_named(
    office: Office, sqlite_template: Path, tmp_path: Path
) -> None:
    case = await office.file("national_research_platform")
    empty = store_at(tmp_path / "empty.sqlite", sqlite_template)
    found = await compared(office, empty)
    empty.dispose()
    assert kinds(found) == {case.plan.case_number: DifferenceKind.WORKFLOW_STRANGE}


async def test_what_a_case_says_is_read_without_a_worker(
    temporal: WorkflowEnvironment, engine: Engine
) -> None:
    async with open_office(temporal.client, engine, f"audit-{uuid.uuid4().hex}") as office:
        case = await office.file("national_research_platform")
    assert kinds(await compared(office, engine)) == {}
    change(engine, "UPDATE case_file SET seq = 2 WHERE number = :number", case.plan.case_number)
    assert kinds(await compared(office, engine)) == {case.plan.case_number: DifferenceKind.STAGE}


@workflow.defn(name="national_research_platform")
class Broken:
    """Code that cannot go on with the cases that run."""

    @workflow.run
    async def run(self, case: CaseInput) -> None:
        raise RuntimeError(f"a fault of a release: {case.plan.code}")


@pytest.mark.long
async def test_a_workflow_whose_task_fails_again_and_again_is_named(
    temporal: WorkflowEnvironment, engine: Engine
) -> None:
    async with open_office(temporal.client, engine, f"audit-{uuid.uuid4().hex}") as office:
        case = await office.file("national_research_platform")
    number = case.plan.case_number
    async with Worker(
        office.client, task_queue=office.task_queue, workflows=[Broken], workflow_runner=runner()
    ):
        await case.handle.signal("calendar_announced")
        async with asyncio.timeout(60):
            while kinds(found := await compared(office, engine)) != {number: DifferenceKind.WORKFLOW_FAILING}:
                await asyncio.sleep(0.5)
        watch = Watch(
            engine, RunningWorkflows(office.client, office.task_queue), LETTERHEAD, Announcer(), 0.5
        )
        await watch.look()
    (told,) = found.differences
    assert "category=WorkflowTask" in told.other
    with open_session(engine) as session:
        assert list(open_alarms(session, AlarmKind.WORKFLOW_FAILING)) == [number]
    async with open_office(temporal.client, engine, office.task_queue):  # the release that has no fault
        async with asyncio.timeout(60):
            while kinds(await compared(office, engine)):
                await asyncio.sleep(0.5)
        await watch.look()
    with open_session(engine) as session:
        assert not open_alarms(session, AlarmKind.WORKFLOW_FAILING)
    await case.handle.terminate("the test is over")
