"""A case that is walked once more from the store alone stands where the running one stands."""

import asyncio
from typing import Any

import pytest

from adapters.store.cases.ended_cases import steps_done
from commands.cases.retracing import Retraced, retrace
from commands.dry_run.replay import replay
from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase


async def running(case: WalkedCase) -> CaseInput:
    """What the running case would hand over."""
    replayed = await replay(await case.handle.fetch_history())
    given: CaseInput = replayed._instance._object.handed_over()  # type: ignore[attr-defined]
    await asyncio.to_thread(replayed.leave)
    return given


def led_by(given: CaseInput) -> list[dict[str, Any]]:
    """Its trail but for the moments, which the store keeps of verbs alone."""
    return [trace.model_dump(exclude={"at"}) for trace in given.trail.traces]


async def retraced(office: Office, case: WalkedCase) -> Retraced:
    number = case.plan.case_number
    steps = await asyncio.to_thread(steps_done, office.engine, number)
    return await asyncio.to_thread(retrace, number, steps)


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
async def test_the_store_knows_where_a_case_stands(office: Office, code: str, stage: Stage) -> None:
    case = await office.file(code)
    await case.walk(stage)
    now, again = await running(case), await retraced(office, case)
    assert again.workflow == code
    assert again.unanswered == ()
    assert again.given.state == now.state
    assert led_by(again.given) == led_by(now)
