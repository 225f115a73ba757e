"""What becomes of a case that was ended from outside: alarmed within one look, once, and brought back in the morning."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import select
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import Mail
from adapters.temporal.announcing import Announcer
from audit.running_workflows import RunningWorkflows
from commands.alarms.morning import LEFT, Morning
from commands.alarms.watch import Watch
from commands.cases.restoring import Restoring
from domain.case.identifiers import workflow_id
from domain.catalogue.registry import load_catalogue
from tests.api.asking import problem_of
from tests.api.procedure import People


class Bell(Announcer):
    """Counts how often the post office was told."""

    def __init__(self) -> None:
        self.rung = 0

    def mail(self) -> None:
        self.rung += 1


class Watched:
    """A watch over the cases of one test, and what it has written."""

    def __init__(self, settings: Settings, temporal: WorkflowEnvironment) -> None:
        self.engine, self.bell = open_engine(settings.database_url), Bell()
        workflows = RunningWorkflows(temporal.client, settings.task_queue)
        letterhead = Letterhead(public_url="http://api", mail_domain="example.com")
        self.watch = Watch(self.engine, workflows, letterhead, self.bell, pause_seconds=0.2)
        restoring = Restoring(self.engine, temporal.client, settings.task_queue, settings.keyring())
        self.morning = Morning(self.watch, restoring, load_catalogue())

    def recipients(self) -> list[str]:
        with open_session(self.engine) as session:
            return [row.recipient for row in session.exec(select(Mail).where(Mail.event == "alarm"))]


@pytest_asyncio.fixture
async def watched(served_settings: Settings, temporal: WorkflowEnvironment) -> Any:
    made = Watched(served_settings, temporal)
    yield made
    made.engine.dispose()


async def alarms(people: People, status: str = "open") -> list[dict[str, Any]]:
    answer = await people.http.get(
        "/v1/alarms", params={"status": status}, headers=await people.known("administrator")
    )
    return list(answer.json()["items"])


async def test_a_case_ended_from_outside_is_alarmed_once_and_brought_back_in_the_morning(
    people: People, watched: Watched, temporal: WorkflowEnvironment
) -> None:
    await watched.watch.look()
    assert await alarms(people) == []
    number = people.case.rpartition("/")[2]
    await temporal.client.get_workflow_handle(workflow_id(number)).terminate("somebody at the console")
    async with asyncio.timeout(30):
        while not await alarms(people):  # the list of what runs may be a moment late
            await asyncio.gather(
                watched.watch.look(), watched.watch.look()
            )  # as many look as there are workers
    await watched.watch.look()
    (alarm,) = await alarms(people)
    assert (alarm["kind"], alarm["subject"]) == ("case_interrupted", number)
    assert alarm["last_seen_at"] > alarm["raised_at"]
    assert (watched.recipients(), watched.bell.rung) == (["administrator@example.com"], 1)
    assert await watched.morning.look_after_cases() == 1
    assert await alarms(people) == []
    (closed,) = await alarms(people, "all")
    assert (closed["id"], closed["closed_by"], closed["tries"]) == (alarm["id"], "system", 1)
    assert closed["outcome"].startswith("已恢复")
    assert await watched.morning.look_after_cases() == 0
    done = await people.do("yunshu", "/withdraw", {"reason": "计划调整"})
    assert done["stage"] == "已撤回"
    await watched.watch.look()
    assert (await alarms(people), len(watched.recipients())) == ([], 1)


async def test_a_case_that_cannot_be_brought_back_is_left_to_the_administrator(
    people: People, watched: Watched, temporal: WorkflowEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = people.case.rpartition("/")[2]
    await deleted(temporal, watched, number)
    with transaction(watched.engine) as session:  # and the store has lost what came to it
        session.execute(text("UPDATE done_verb SET came = '[]'"))
    for tries in (1, 2, 2):
        assert await watched.morning.look_after_cases() == 0
        (alarm,) = await alarms(people)
        assert (alarm["tries"], alarm["outcome"].startswith("未能恢复")) == (tries, True)
        assert (LEFT in alarm["outcome"]) == (tries == 2)
    assert watched.recipients() == ["administrator@example.com"]
    problem_of(await people.post("administrator", "/restoration", {}), 404, "not-found")


async def deleted(temporal: WorkflowEnvironment, watched: Watched, number: str) -> None:
    """Somebody deletes the workflow of a case."""
    asked = DeleteWorkflowExecutionRequest(
        namespace=temporal.client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=workflow_id(number)),
    )
    await temporal.client.workflow_service.delete_workflow_execution(asked, retry=True)
    async with asyncio.timeout(30):
        while (await watched.watch.workflows.look_at([number]))[number] is not None:
            await asyncio.sleep(0.05)
