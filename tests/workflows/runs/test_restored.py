"""A case whose run was ended from outside is brought back as it stood, and reaches its end; nothing is paid twice."""

from dataclasses import replace

import pytest
from sqlmodel import col, select
from temporalio.client import WorkflowFailureError

from adapters.store.cases.act_answers import is_open
from adapters.store.engine import open_session
from adapters.store.schema import Payment
from adapters.temporal.restoring import restore
from domain.case.identifiers import workflow_id
from domain.case.record.stages import Stage
from domain.errors import NotFound, WrongStage
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase


async def ended_from_outside(office: Office, case: WalkedCase, *, cancels: bool = False) -> WalkedCase:
    """The same case in the run that was begun anew."""
    if cancels:
        await case.handle.cancel()
        with pytest.raises(WorkflowFailureError):
            await case.handle.result()
    else:
        await case.handle.terminate("somebody at the console")
    number = case.plan.case_number
    assert is_open(office.engine, number)
    begun = await restore(office.client, number)
    handle = office.client.get_workflow_handle(case.handle.id, result_type=case.handle._result_type)
    assert (await handle.describe()).run_id == begun
    return replace(case, handle=handle)


def payments(office: Office, case: WalkedCase) -> list[tuple[str, str]]:
    asked = select(Payment).where(Payment.case_number == case.plan.case_number).order_by(col(Payment.id))
    with open_session(office.engine) as session:
        return [(row.id, str(row.amount)) for row in session.exec(asked)]


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        ("compute_centre_construction", Stage.COMPLETENESS_CHECK),
        ("compute_centre_construction", Stage.SIGN_OFF),
        ("compute_centre_construction", Stage.PUBLIC_NOTICE),
        ("compute_centre_construction", Stage.PAYMENT),
        ("compute_centre_operation", Stage.INSTALMENTS),
        ("settlement_voucher", Stage.VOUCHER),
        ("foundation_model", Stage.BATCH_SELECTION),
    ],
)
async def test_a_case_is_brought_back_as_it_stood_and_reaches_its_end(
    office: Office, code: str, stage: Stage
) -> None:
    case = await office.file(code)
    await case.walk(stage)
    before, lines = await case.progress(), case.timeline()
    case = await ended_from_outside(office, case)
    assert (await case.progress(), case.timeline()) == (before, lines)
    await case.walk()
    assert (await case.progress()).final
    assert len({key for key, _ in payments(office, case)}) == len(payments(office, case))
    with pytest.raises(WrongStage):
        await restore(office.client, case.plan.case_number)


@pytest.mark.parametrize("stage", [Stage.COMPLETENESS_CHECK, Stage.PUBLIC_NOTICE])
async def test_a_cancelled_case_is_brought_back_too(office: Office, stage: Stage) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(stage)
    before = await case.progress()
    case = await ended_from_outside(office, case, cancels=True)
    assert await case.progress() == before
    assert (await case.walk()).final


async def test_a_case_that_was_ended_in_its_first_moment_is_told_of(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    given = (await case.handle.fetch_history()).events[0].workflow_execution_started_event_attributes.input
    number = "LF2026-0101-88888"
    await office.client.start_workflow(
        case.plan.code, given.payloads[0], id=workflow_id(number), task_queue="nobody listens"
    )
    await office.client.get_workflow_handle(workflow_id(number)).terminate()
    with pytest.raises(NotFound):
        await restore(office.client, number)


async def test_what_runs_and_what_is_unknown_is_not_begun_anew(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    with pytest.raises(WrongStage):
        await restore(office.client, case.plan.case_number)
    with pytest.raises(NotFound):
        await restore(office.client, "LF2026-0101-99999")
