"""A case that goes on while it is looked at."""

import asyncio
from typing import Any

import pytest

from adapters.store.engine import transaction
from adapters.store.schema import CaseFile
from commands.dry_run.acts import Overtaken
from domain.case.record.stages import Stage
from tests.commands.dry_run.previewed_case import PreviewedCase
from tests.workflows.office import Office

ONE_OFF = "compute_centre_construction"


async def test_a_case_that_went_on_after_its_history_was_read_is_noticed(office: Office) -> None:
    case = PreviewedCase.like(await office.file(ONE_OFF))
    withdrawal = case.trying(case.make("withdraw", "applicant", reason="计划调整"))
    looked_at = await case.previews._running(case.plan.case_number)
    await case.act("check_completeness", decision="accept")
    with pytest.raises(Overtaken):
        await asyncio.to_thread(case.previews._play, withdrawal, looked_at)
    foreseen = await case.previews.preview(withdrawal)
    assert foreseen.before is not None
    assert foreseen.before.stage is Stage.LEAD_REVIEW


async def looked_at_under_way(case: PreviewedCase) -> Any:
    """The case with an activity that was asked for and has not answered."""
    while True:
        looked_at = await case.previews._running(case.plan.case_number)
        assert looked_at.replayed is not None
        if looked_at.replayed.asked:
            return looked_at
        await asyncio.to_thread(looked_at.replayed.leave)


async def test_what_is_under_way_comes_to_its_end_before_the_act(office: Office) -> None:
    case = PreviewedCase.like(await office.file(ONE_OFF))
    withdrawal = case.trying(case.make("withdraw", "applicant", reason="计划调整"))
    acceptance = case.make("check_completeness", decision="accept")
    with transaction(office.engine) as holding:  # the one writer: the act cannot be recorded meanwhile
        holding.get_one(CaseFile, case.plan.case_number)
        under_way = asyncio.create_task(
            case.handle.execute_update(acceptance.kind, case.certified(acceptance))
        )
        looked_at = await looked_at_under_way(case)
    foreseen = await asyncio.to_thread(case.previews._play, withdrawal, looked_at)
    await under_way
    assert foreseen.before is not None
    assert foreseen.after is not None
    assert (foreseen.before.stage, foreseen.after.stage) == (Stage.LEAD_REVIEW, Stage.WITHDRAWN)
    assert [line.event for line in foreseen.happened] == ["withdrawn"]
