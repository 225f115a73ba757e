"""A case whose run was ended from outside, deleted or broken is brought back as it stood, and reaches its end; nothing is paid twice."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select
from temporalio import workflow
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import AuditEntryRow, Payment
from audit.running_workflows import PROBLEMS
from commands.cases.restoring import Restoring
from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from domain.errors import CaseClosed, WrongStage
from tests.workflows.office import Office, open_office
from tests.workflows.walked_case import WalkedCase
from workflows.registry import runner


async def terminated(office: Office, case: WalkedCase) -> None:
    await case.handle.terminate("somebody at the console")


async def cancelled(office: Office, case: WalkedCase) -> None:
    await case.handle.cancel()
    with pytest.raises(WorkflowFailureError):
        await case.handle.result()


async def deleted(office: Office, case: WalkedCase) -> None:
    """With its history: the server knows nothing of it any more."""
    client = office.client
    asked = DeleteWorkflowExecutionRequest(
        namespace=client.namespace, workflow_execution=WorkflowExecution(workflow_id=case.handle.id)
    )
    await client.workflow_service.delete_workflow_execution(asked, retry=True)
    async with asyncio.timeout(20):
        while True:
            try:
                await case.handle.describe()
            except RPCError:
                return
            await asyncio.sleep(0.05)


def restoring(office: Office) -> Restoring:
    return Restoring(office.engine, office.client, office.task_queue, office.case_office.keyring)


async def brought_back(office: Office, case: WalkedCase) -> WalkedCase:
    """The same case in the run that was begun anew."""
    begun = await restoring(office).bring_back(case.plan.case_number, "command-line")
    handle = office.client.get_workflow_handle(case.handle.id, result_type=case.handle._result_type)
    assert (await handle.describe()).run_id == begun
    return replace(case, handle=handle)


def payments(office: Office, case: WalkedCase) -> list[tuple[str, str]]:
    asked = select(Payment).where(Payment.case_number == case.plan.case_number).order_by(col(Payment.id))
    with open_session(office.engine) as session:
        return [(row.id, str(row.amount)) for row in session.exec(asked)]


@pytest.mark.parametrize(
    ("code", "stage", "end"),
    [
        ("compute_centre_construction", Stage.PUBLIC_NOTICE, deleted),
        ("compute_centre_construction", Stage.COMPLETENESS_CHECK, terminated),
        ("compute_centre_construction", Stage.SIGN_OFF, deleted),
        ("compute_centre_construction", Stage.PUBLIC_NOTICE, cancelled),
        ("compute_centre_construction", Stage.PAYMENT, deleted),
        ("compute_centre_operation", Stage.INSTALMENTS, deleted),
        ("settlement_voucher", Stage.VOUCHER, deleted),
        ("foundation_model", Stage.BATCH_SELECTION, terminated),
    ],
)
async def test_a_case_is_brought_back_as_it_stood_and_reaches_its_end(
    office: Office, code: str, stage: Stage, end: Callable[[Office, WalkedCase], Awaitable[None]]
) -> None:
    case = await office.file(code)
    await case.walk(stage)
    before, lines, now = await case.progress(), case.timeline(), await case.now()
    await end(office, case)
    case = await brought_back(office, case)
    await case.skip_to(now)  # on a server whose time was not skipped, time does not go back
    assert (await case.progress(), case.timeline()) == (before, lines)
    await case.walk()
    assert (await case.progress()).final
    assert len({key for key, _ in payments(office, case)}) == len(payments(office, case))
    with pytest.raises(CaseClosed):
        await brought_back(office, case)


async def test_what_was_under_way_is_done_once(office: Office) -> None:
    """The payment was ordered, and its case was ended before it had written that down."""
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)

    def fails(_: Any) -> None:
        raise RuntimeError("the store is away")

    office.after("order_payment", lambda *_: office.before("enter_stage", fails))
    walking = asyncio.create_task(case.walk(Stage.PAYMENT))
    async with asyncio.timeout(20):
        while not payments(office, case):
            await asyncio.sleep(0.05)
    await case.handle.terminate("somebody at the console")
    with pytest.raises((WorkflowUpdateFailedError, RPCError)):
        await walking
    office.then.clear()
    office.first.clear()
    (ordered,) = payments(office, case)
    case = await brought_back(office, case)
    assert (await case.progress()).stage is Stage.PAYMENT
    assert payments(office, case) == [ordered]
    assert (await case.walk()).final


@workflow.defn(name="national_research_platform")
class Broken:
    """Code that cannot go on with the cases that run."""

    @workflow.run
    async def run(self, case: CaseInput) -> None:
        raise RuntimeError(f"a fault of a release: {case.plan.code}")


@pytest.mark.long  # the server waits ever longer before it says that a task fails
async def test_a_case_whose_history_no_code_follows_goes_on_from_the_store(
    temporal: WorkflowEnvironment, engine: Engine
) -> None:
    """A release whose code cannot follow ran for a while; what was acknowledged before is not lost."""
    queue = f"broken-{uuid.uuid4().hex}"
    async with open_office(temporal.client, engine, queue) as office:
        case = await office.file("national_research_platform")
        await case.walk(Stage.SIGN_OFF)
        before, lines = await case.progress(), case.timeline()
    async with Worker(
        temporal.client,
        task_queue=queue,
        workflows=[Broken],
        workflow_runner=runner(),
        max_cached_workflows=0,
    ):
        await case.handle.signal("calendar_announced")
        async with asyncio.timeout(60):
            while not (await case.handle.describe()).typed_search_attributes.get(PROBLEMS, ()):
                await asyncio.sleep(0.2)
    async with open_office(temporal.client, engine, queue) as office:
        case = await brought_back(office, replace(case, office=office))
        assert (await case.progress(), case.timeline()) == (before, lines)
        assert (await case.walk()).final


async def test_what_runs_and_what_is_unknown_is_not_begun_anew(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    with pytest.raises(WrongStage):
        await brought_back(office, case)
    with pytest.raises(CaseClosed):
        await restoring(office).bring_back("LF2026-0101-99999", "command-line")


async def test_of_two_who_bring_a_case_back_at_once_one_does(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await terminated(office, case)
    number, both = case.plan.case_number, restoring(office)
    done = await asyncio.gather(
        *(both.bring_back(number, "command-line") for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["WrongStage", "str"]


async def test_who_brought_a_case_back_stands_in_its_chain(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await terminated(office, case)
    case = await brought_back(office, case)
    asked = select(AuditEntryRow).where(AuditEntryRow.chain == case.plan.case_number)
    with open_session(office.engine) as session:
        entries = session.exec(asked).all()
    assert entries[-1].action == "case:restored"
    assert not any(
        '"came"' in entry.after for entry in entries
    )  # whole acts, with their words, are for the store alone
