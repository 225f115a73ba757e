"""Intake: completeness check, and the supplement that it or a review may ask for."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.act import Defect
    from domain.case.acts import CheckCompleteness, File
    from domain.case.events import Event
    from domain.case.stages import Stage

from workflows.case import Case
from workflows.endings import RoadEnded, TurnOver


async def check_completeness(case: Case) -> CheckCompleteness:
    """草稿 → 形式审查中, with 待补正 in between; the acceptance is recorded on entering the next stage.

    A reminder goes to the lead at the end of the term. A refusal ends in 不予受理; a supplement that does
    not come in time closes the case, which may be filed again.
    """
    filed = await case.next_act()
    assert isinstance(filed, File)
    event = Event.SUBMITTED
    while True:
        await case.enter(
            Stage.COMPLETENESS_CHECK, event, case.lead_turn("check_completeness", term="completeness_check")
        )
        act = await case.next_act()
        assert isinstance(act, CheckCompleteness)
        if act.decision == "accept":
            return act
        if act.decision == "refuse":
            raise RoadEnded(Stage.NOT_ACCEPTED, Event.NOT_ACCEPTED)
        await ask_supplement(case, Event.SUPPLEMENT_REQUESTED, act.defects)
        event = Event.SUPPLEMENTED


async def ask_supplement(case: Case, event: Event, defects: tuple[Defect, ...]) -> None:
    """→ 待补正: tell all defects at once and wait for the applicant; a lapsed term closes the case."""
    await case.enter(
        Stage.SUPPLEMENT, event, case.applicant_turn("supplement", term="supplement"), defects=defects
    )
    if isinstance(await case.next_act(), TurnOver):
        raise RoadEnded(Stage.CLOSED, Event.LAPSED, "逾期未补正,案件关闭,可以重新申请。")
