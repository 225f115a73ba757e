"""Intake: completeness check, and the supplement that it or a review may ask for."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.act import Noticing
    from domain.case.acts import CheckCompleteness, File, Supplement
    from domain.case.deficiency_notices import answered, phase_of
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage

from workflows.case import Case
from workflows.endings import RoadEnded
from workflows.stages.defects import telling


async def check_completeness(case: Case) -> CheckCompleteness:
    """草稿 → 形式审查中, with 待补正 in between; the acceptance is recorded on entering the next stage.

    A reminder goes to the lead at the end of the term, which stands still while the applicant supplements. A refusal ends in 不予受理; a supplement that does
    not come in time closes the case, which may be filed again.
    """
    filed = await case.next_act()
    assert isinstance(filed, File)
    return await check_again(case, Event.SUBMITTED)


async def check_again(case: Case, event: Event) -> CheckCompleteness:
    """→ 形式审查中 after an event, until the application is accepted."""
    turn = case.lead_turn("check_completeness", term="completeness_check")
    while True:
        await case.enter(Stage.COMPLETENESS_CHECK, event, turn)
        act = await case.next_act()
        assert isinstance(act, CheckCompleteness)
        if act.decision == "accept":
            return act
        if act.decision == "refuse":
            raise RoadEnded(Stage.NOT_ACCEPTED, Event.NOT_ACCEPTED)
        turn = case.sent_back(act)
        await ask_supplement(case, Event.SUPPLEMENT_REQUESTED, act)
        event = Event.SUPPLEMENTED


async def ask_supplement(case: Case, event: Event, act: Noticing) -> None:
    """→ 待补正: tell all defects at once and wait for the applicant; a lapsed term closes the case."""
    phase = phase_of(case.stage)
    turn = case.applicant_turn("supplement", term="supplement")
    await case.enter(Stage.SUPPLEMENT, event, turn, **telling(case, phase, act))
    answer = await case.next_act()
    if not isinstance(answer, Supplement):
        raise RoadEnded(
            Stage.CLOSED, Event.LAPSED, "逾期未补正，按办理规程（附则（五））案件关闭，可以重新申请。"
        )
    case.keep(notices=answered(case.state.notices, phase, answer.brought))
