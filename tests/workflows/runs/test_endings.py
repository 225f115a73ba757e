"""Withdrawal and termination: open until a payment is ordered."""

import pytest

from domain.case.record.stages import Stage
from tests.workflows.office import Office

BEFORE_PAYMENT = [
    Stage.COMPLETENESS_CHECK,
    Stage.LEAD_REVIEW,
    Stage.SIGN_OFF,
    Stage.PUBLIC_NOTICE,
    Stage.PAYEE_DETAILS,
    Stage.FUND_DOCUMENT,
]


@pytest.mark.parametrize("stage", BEFORE_PAYMENT)
async def test_the_applicant_withdraws_at_any_stage_before_payment(office: Office, stage: Stage) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(stage)
    ended = await case.act("withdraw", "applicant", reason="不再申请")
    assert (ended.stage, ended.final) == (Stage.WITHDRAWN, True)
    assert (await case.handle.result()).stage is Stage.WITHDRAWN
    assert case.timeline()[-1] == "withdrawn"


@pytest.mark.parametrize(("kind", "party"), [("withdraw", "applicant"), ("terminate", "")])
async def test_an_ordered_payment_can_be_neither_withdrawn_nor_terminated(
    office: Office, kind: str, party: str
) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PAYMENT)
    assert (await case.refused(kind, party)).kind == "wrong-stage"
    assert (await case.end()).stage is Stage.CLOSED


async def test_the_lead_terminates_with_a_reason(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    ended = await case.act("terminate", reason="企业已注销")
    assert (ended.stage, ended.final) == (Stage.REJECTED, True)
    assert case.timeline()[-1] == "terminated"


async def test_a_withdrawal_while_departments_sign_tells_nobody_twice(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    party = (await case.walk(Stage.SIGN_OFF)).tasks[0].party
    await case.act("sign_off", party, decision="agree")
    await case.act("withdraw", "applicant")
    assert case.timeline()[-2:] == ["signed_off", "withdrawn"]
