"""Who reaches the engine, and not the keys, can begin no run of a case: not with an invented state, nor with what it began with once."""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import (
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.registry import VERBS
from activities.verbs import Doing
from adapters.store.alarms import open_alarms
from adapters.store.audit.chain import entries_of
from adapters.store.cases.act_answers import is_open
from adapters.store.cases.ended_cases import steps_done
from adapters.store.engine import open_session
from audit.running_workflows import RunningWorkflows
from commands.cases.restoring import Restoring
from commands.cases.retracing import retrace
from domain.alarms import AlarmKind
from domain.audit.entry import HOUSE
from domain.case.acts.filing import File
from domain.case.authenticity.acts import Authenticity
from domain.case.authenticity.authenticator import Keyring
from domain.case.authenticity.beginnings import BeginningAsked, certified_beginning
from domain.case.identifiers import workflow_id
from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.errors import NotAllowed
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase
from workflows.clock import until

ONE_OFF = "compute_centre_construction"
GUESSED = Keyring((b"a key that a stranger has made up",))
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def forged_in(office: Office) -> list[str]:
    found = [each for each in entries_of(office.engine, HOUSE) if each.action == "beginning:forged"]
    return [each.subject.partition("/")[0] for each in found]


def alarmed(office: Office) -> list[str]:
    with open_session(office.engine) as session:
        return list(open_alarms(session, AlarmKind.FORGED_ACT))


async def begun_with(office: Office, case: WalkedCase) -> CaseInput:
    """What the case's run was begun with, as it stands in its history."""
    history = await case.handle.fetch_history()
    started = history.events[0].workflow_execution_started_event_attributes
    (given,) = await pydantic_data_converter.decode(started.input.payloads, [CaseInput])
    assert isinstance(given, CaseInput)
    return given


async def begun(office: Office, case: WalkedCase, given: CaseInput, **options: Any) -> str:
    """Begin a run of the case as anybody can who reaches the engine; what becomes of it."""
    kind = options.pop("kind", ONE_OFF)
    handle = await office.client.start_workflow(
        kind, given, id=case.handle.id, task_queue=office.task_queue, **options
    )
    async with asyncio.timeout(20):
        with pytest.raises(WorkflowFailureError) as failed:
            await handle.result(follow_runs=False)
    assert isinstance(failed.value.cause, ApplicationError)
    return str(failed.value.cause)


Inventing = Callable[[CaseInput, CaseInput], CaseInput]
"""What a stranger makes of what the case began with, and of where it stood."""

INVENTED: dict[str, Inventing] = {
    "stands somewhere, by no authenticator": lambda _, stood: stood,
    "bears that of its beginning": lambda began, stood: stood.model_copy(
        update={"authenticator": began.authenticator, "steps_before": began.steps_before}
    ),
    "begins as it began": lambda began, _: began,
    "says that it comes later": lambda began, stood: began.model_copy(
        update={"steps_before": stood.state.seq}
    ),
    "is promised more": lambda began, _: began.model_copy(
        update={"plan": began.plan.model_copy(update={"name": "另一项支持"})}
    ),
    "says that time has run out": lambda _, stood: stood.model_copy(
        update={"trail": stood.trail.model_copy(update={"reached": datetime(9999, 12, 31, 23, tzinfo=UTC)})}
    ),
    "is certified by a key of the stranger's own": lambda _, stood: certified_beginning(
        GUESSED, ONE_OFF, stood, stood.state.seq, NOW
    ),
}


async def test_no_run_of_a_case_begins_with_what_the_door_did_not_give_it(office: Office) -> None:
    case = await office.file(ONE_OFF)
    began = await begun_with(office, case)
    await case.walk(Stage.LEAD_REVIEW)
    before, number = await case.progress(), case.plan.case_number
    stood = CaseInput(plan=case.plan, state=began.state.model_copy(update={"progress": before, "seq": 3}))
    await case.handle.terminate("somebody at the console")
    for invent in INVENTED.values():
        assert "未通过真实性校验" in await begun(office, case, invent(began, stood))
    assert "未通过真实性校验" in await begun(office, case, began, kind="recovery")
    assert forged_in(office) == [number] * (len(INVENTED) + 1)
    assert alarmed(office) == [number]
    assert await asyncio.to_thread(is_open, office.engine, number), "it is interrupted, and has not ended"

    await restoring(office).bring_back(number, "command-line")
    case = again(office, case)
    assert await case.progress() == before
    await case.walk(Stage.SIGN_OFF)
    assert "already started" in (await refused_start(office, case, began)).lower()


async def refused_start(office: Office, case: WalkedCase, given: CaseInput) -> str:
    with pytest.raises(Exception) as refused:  # noqa: PT011 - whatever the engine says
        await office.client.start_workflow(ONE_OFF, given, id=case.handle.id, task_queue=office.task_queue)
    return str(refused.value)


async def test_a_run_that_was_restored_is_begun_a_second_time_by_nobody(office: Office) -> None:
    case = await office.file(ONE_OFF)
    await case.handle.terminate("somebody at the console")
    await restoring(office).bring_back(case.plan.case_number, "command-line")
    case = again(office, case)
    began = await begun_with(office, case)
    await case.walk(Stage.LEAD_REVIEW)
    await case.handle.terminate("somebody at the console")
    await begun(office, case, began)
    assert forged_in(office) == [case.plan.case_number]


async def test_the_engine_begins_no_run_again_by_a_schedule_of_a_strangers(office: Office) -> None:
    """The second run of a cron schedule says, as one that was handed over does, that another was before it."""
    case = await office.file(ONE_OFF)
    began = await begun_with(office, case)
    await case.handle.terminate("somebody at the console")
    await office.client.start_workflow(
        ONE_OFF, began, id=case.handle.id, task_queue=office.task_queue, cron_schedule="@every 1s"
    )
    async with asyncio.timeout(20):
        while len(forged_in(office)) < 2:
            await asyncio.sleep(0.1)
    await office.client.get_workflow_handle(case.handle.id).terminate()


@workflow.defn(name="stranger")
class Stranger:
    """A workflow of somebody who reaches the engine, with a worker of his own."""

    @workflow.run
    async def run(self, kind: str, task_queue: str, given: dict[str, Any] | None) -> None:
        """Hand over to a case of ours; or hold its id."""
        if given is not None:
            workflow.continue_as_new(workflow=kind, task_queue=task_queue, args=[given])
        await until(lambda: False)


async def strangers_run(office: Office, case: WalkedCase, given: CaseInput | None) -> None:
    """Under the case's id."""
    await office.client.start_workflow(
        "stranger",
        args=[ONE_OFF, office.task_queue, given and given.model_dump(mode="json")],
        id=case.handle.id,
        task_queue="strangers",
    )


def restoring(office: Office, *, keyring: Keyring | None = None) -> Restoring:
    return Restoring(office.engine, office.client, office.task_queue, keyring or office.case_office.keyring)


def again(office: Office, case: WalkedCase) -> WalkedCase:
    """The same case, in whichever run goes on."""
    return replace(case, handle=office.client.get_workflow_handle(case.handle.id))


async def test_no_workflow_of_a_stranger_hands_over_to_a_case(office: Office) -> None:
    case, other = await office.file(ONE_OFF), await office.file(ONE_OFF, 2)
    await other.walk(Stage.PAYEE_DETAILS)
    number, paid = case.plan.case_number, other.plan.case_number
    stood = await asyncio.to_thread(lambda: retrace(paid, steps_done(office.engine, paid)).given)
    invented = stood.model_dump_json().replace(paid, number)
    await case.handle.terminate("somebody at the console")
    async with Worker(
        office.client,
        task_queue="strangers",
        workflows=[Stranger],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        await strangers_run(office, case, CaseInput.model_validate_json(invented))
        async with asyncio.timeout(20):
            while not forged_in(office):
                await asyncio.sleep(0.05)
    with pytest.raises(WorkflowFailureError):
        await again(office, case).handle.result()
    await restoring(office).bring_back(number, "command-line")
    assert (await again(office, case).progress()).stage is Stage.COMPLETENESS_CHECK


async def test_a_run_of_a_stranger_that_holds_the_id_of_a_case_is_seen_and_gives_way(office: Office) -> None:
    case = await office.file(ONE_OFF)
    number, before = case.plan.case_number, await case.progress()
    await case.handle.terminate("somebody at the console")
    await strangers_run(office, case, None)
    seen = await RunningWorkflows(office.client, office.task_queue).look_at([number])
    assert [each and each.is_open for each in seen.values()] == [False], "the case is interrupted"
    await restoring(office).bring_back(number, "command-line")
    case = again(office, case)
    assert await case.progress() == before
    await case.walk(Stage.LEAD_REVIEW)


async def test_a_run_that_asks_once_more_is_known(office: Office) -> None:
    """A worker that died in the first task leaves it to another, which asks again; steps may have been made."""
    asked: list[BeginningAsked] = []
    office.before("check_beginning", asked.append)
    case = await office.file(ONE_OFF)
    await case.walk(Stage.LEAD_REVIEW)
    (beginning,) = asked
    check: Doing[BeginningAsked, Authenticity] = VERBS["check_beginning"]
    assert check(office.case_office, beginning).refusal is None
    other = beginning.model_copy(update={"run": "another", "first_run": "another"})
    assert check(office.case_office, other).refusal is not None
    assert forged_in(office) == [case.plan.case_number]


async def test_who_restores_with_other_keys_is_told_and_nothing_is_written_down(office: Office) -> None:
    case = await office.file(ONE_OFF)
    number = case.plan.case_number
    await case.handle.terminate("somebody at the console")
    with pytest.raises(NotAllowed, match="真实性"):
        await restoring(office, keyring=GUESSED).bring_back(number, "command-line")
    assert not [each for each in entries_of(office.engine, number) if each.action == "case:restored"]
    await restoring(office).bring_back(number, "command-line")


async def test_a_case_that_a_stranger_begins_is_none(office: Office) -> None:
    known = await office.file(ONE_OFF)
    plan = known.plan.model_copy(update={"case_number": "LF2026-0101-99998"})
    act = File(id=uuid.uuid4().hex, by=known.actor("applicant", "file"), digest="d")
    start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
        ONE_OFF,
        CaseInput(plan=plan),
        id=workflow_id(plan.case_number),
        task_queue=office.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await office.client.execute_update_with_start_workflow(
            "file", act, id=act.id, start_workflow_operation=start, result_type=Progress
        )
    assert "未通过真实性校验" in str(failed.value.cause)
    assert forged_in(office) == [plan.case_number]
    handle = office.client.get_workflow_handle(workflow_id(plan.case_number))
    assert (await handle.describe()).status is WorkflowExecutionStatus.FAILED
