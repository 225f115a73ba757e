"""Public notice: five working days in which anyone may object; an objection is found on before money moves."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import FindOnObjection, RaiseObjection
    from domain.case.events import Event
    from domain.case.stages import Stage
    from domain.case.turns import Turn
    from domain.departments import PUBLIC

from workflows.case import Case
from workflows.endings import TurnOver


async def publish_notice(case: Case, event: Event = Event.NOTICE_PUBLISHED) -> bool:
    """→ 公示中, 异议核查中 while an objection is open: True when it stood, False when one was upheld."""
    notice = Turn(party=PUBLIC, acts=("raise_objection",), standing=True, asked=case.term("public_notice"))
    await case.enter(Stage.PUBLIC_NOTICE, event, notice)
    while case.turns:
        act = await case.next_act()
        if isinstance(act, RaiseObjection):
            finding = case.lead_turn("find_on_objection", term="objection_finding", subject=act.objection)
            await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_RAISED, *case.turns, finding)
        elif isinstance(act, FindOnObjection):
            if act.decision == "uphold":
                case.refuse_waiting("公示已因异议成立而终止，案件退回审核。")
                return False
            await case.enter(_stage(case), Event.OBJECTION_DISMISSED, *case.turns)
        else:
            assert isinstance(act, TurnOver)
    return True


def _stage(case: Case) -> Stage:
    open_findings = any(not turn.standing for turn in case.turns)
    return Stage.OBJECTION_FINDING if open_findings else Stage.PUBLIC_NOTICE
