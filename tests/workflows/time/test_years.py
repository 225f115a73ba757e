"""Procedures that last for years, over a continue-as-new."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.case.record.stages import Stage
from tests.workflows.office import Office


@pytest.mark.long
async def test_three_instalments_are_paid_over_three_runs(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    first_run = (await case.handle.describe()).run_id
    outcome = await case.end()
    assert (outcome.stage, outcome.amount) == (Stage.CLOSED, Decimal("3000000.00"))
    assert (await case.handle.describe()).run_id != first_run
    assert case.timeline().count("payment_ordered") == 3


@pytest.mark.long
async def test_an_act_repeated_a_run_later_gets_its_first_answer(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    act = case.make("check_completeness", decision="accept")
    first = await case.send(act)
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.walk(Stage.PAYMENT)
    info = (await case.handle.describe()).raw_description.workflow_execution_info
    assert info.first_run_id != info.execution.run_id
    assert await case.send(act, "a-run-later") == first
    other = act.model_copy(update={"digest": "other"})
    assert (await case.refusal_of(other, "another-content")).kind == "repeated-key"


@pytest.mark.long
async def test_a_missed_claim_forfeits_only_that_year(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    while "instalment_missed" not in case.timeline():
        await case.ring()
    outcome = await case.end()
    assert outcome.stage is Stage.CLOSED
    assert case.timeline().count("payment_ordered") == 2


async def test_a_refused_instalment_leaves_the_next_year(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    await case.walk(Stage.INSTALMENTS)
    await case.ring()
    await case.grant((await case.progress()).tasks[0])
    refused = await case.act("review_instalment", decision="reject", instalment=1, reason="未运营")
    assert (refused.stage, refused.tasks[0].subject) == (Stage.INSTALMENTS, "2")


async def test_an_acceptance_two_years_later_is_recorded_over_a_continue_as_new(office: Office) -> None:
    case = await office.file("core_technology")
    await case.walk(Stage.AWAITING_ACCEPTANCE)
    first_run = (await case.handle.describe()).run_id
    outcome = await case.end()
    assert (outcome.stage, outcome.amount) == (Stage.CLOSED, Decimal("850000.00"))
    assert (await case.handle.describe()).run_id != first_run


async def test_a_failed_acceptance_ends_the_case(office: Office) -> None:
    case = await office.file("core_technology")
    progress = await case.walk(Stage.AWAITING_ACCEPTANCE)
    await case.skip_to(progress.since + timedelta(days=400))
    content = {"decision": "failed", "accepted_on": (await case.now()).date(), "reason": "指标未达到"}
    ended = await case.act("record_acceptance", progress.tasks[0].party, **content)
    assert (ended.stage, ended.final) == (Stage.REJECTED, True)
