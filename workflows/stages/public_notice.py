"""Public notice: five working days in which anyone may object; every objection is found on before money moves."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import FindOnObjection, RaiseObjection
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage
    from domain.case.turns import Turn
    from domain.departments import PUBLIC

from workflows.case import Case
from workflows.endings import TurnOver

EVERY = "every-objection-is-found-on"
"""Before this was so, an upheld objection sent the case back at once, and so did one finding of two that came together."""

SENT_BACK = "公示已因异议成立而终止，案件退回审核。"
OTHERS_OPEN = "另有异议尚在核查；全部核查完毕后，案件退回牵头部门重新审核。"


async def publish_notice(case: Case, event: Event = Event.NOTICE_PUBLISHED) -> bool:
    """→ 公示中, 异议核查中 while an objection is open: True when it stood, False when one was upheld.

    With the first that is upheld the notice is over. The others that are open get their findings too, and then the case
    goes back.
    """
    notice = Turn(party=PUBLIC, acts=("raise_objection",), standing=True, asked=case.term("public_notice"))
    await case.enter(Stage.PUBLIC_NOTICE, event, notice)
    is_upheld = False
    while case.turns or (_findings_waiting(case) and workflow.patched(EVERY)):
        act = await case.next_act()
        if isinstance(act, RaiseObjection):
            finding = case.lead_turn("find_on_objection", term="objection_finding", subject=act.objection)
            await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_RAISED, *case.turns, finding)
        elif isinstance(act, FindOnObjection):
            if act.decision == "uphold":
                if not _others_are_open(case):
                    case.refuse_waiting(SENT_BACK)
                    return False
                is_upheld = True
                await _end_notice(case)
            elif is_upheld:
                await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_ALSO_DISMISSED, *case.turns)
            else:
                await case.enter(_stage(case), Event.OBJECTION_DISMISSED, *case.turns)
        else:
            assert isinstance(act, TurnOver)
    return not is_upheld


async def _end_notice(case: Case) -> None:
    """No more objections are taken; the findings on those that are open stay asked for."""
    case.refuse_waiting(SENT_BACK, RaiseObjection)
    findings = (turn for turn in case.turns if not turn.standing)
    await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_UPHELD, *findings, note=OTHERS_OPEN)


def _others_are_open(case: Case) -> bool:
    """Whether there is more to find on."""
    is_open = any(not turn.standing for turn in case.turns) or _findings_waiting(case)
    return is_open and workflow.patched(EVERY)


def _findings_waiting(case: Case) -> bool:
    """Whether a finding has come that is not dealt with yet; its turn is used up."""
    return any(isinstance(act, FindOnObjection) for act in case.inbox)


def _stage(case: Case) -> Stage:
    is_open = any(not turn.standing for turn in case.turns) or _findings_waiting(case)
    return Stage.OBJECTION_FINDING if is_open else Stage.PUBLIC_NOTICE
