"""Public notice: five working days in which anyone may object; every objection is found on before money moves."""

from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.departments import PUBLIC
from workflows.case import Case
from workflows.endings import TaskOver
from workflows.trail import Laps

SENT_BACK = "公示已因异议成立而终止，案件退回审核。"
ADDED = "异议人对正在核查的异议作了补充。"
OTHERS_OPEN = "另有异议尚在核查；全部核查完毕后，案件退回牵头部门重新审核。"


async def publish_notice(case: Case, event: Event = Event.NOTICE_PUBLISHED) -> bool:
    """→ 公示中, 异议核查中 while an objection is open: True when it stood, False when one was upheld.

    With the first that is upheld the notice is over. The others that are open get their findings too, and then the case
    goes back.
    """
    notice = UserTask(
        party=PUBLIC, acts=("raise_objection",), standing=True, asked=case.plan.term("public_notice")
    )
    await case.enter(Stage.PUBLIC_NOTICE, event, notice)
    is_upheld = False
    laps: Laps[bool] = Laps(case, "notice", bool)
    while case.tasks or _findings_waiting(case):
        is_upheld = laps.top(is_upheld)
        act = await case.act_of(RaiseObjection, FindOnObjection, TaskOver)
        if isinstance(act, RaiseObjection):
            await _take(case, act)
        elif isinstance(act, FindOnObjection):
            if act.decision == "uphold":
                if not _is_open(case):
                    case.inbox.refuse_waiting(SENT_BACK)
                    return False
                is_upheld = True
                await _end_notice(case)
            elif is_upheld:
                await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_ALSO_DISMISSED, *case.tasks)
            else:
                await case.enter(_stage(case), Event.OBJECTION_DISMISSED, *case.tasks)
    return not is_upheld


async def _take(case: Case, act: RaiseObjection) -> None:
    """A finding is asked for, not by whoever objected; what adds to an objection is part of that."""
    findings = [] if act.adds_to else [_finding(case, act)]
    note = ADDED if act.adds_to else ""
    await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_RAISED, *case.tasks, *findings, note=note)


def _finding(case: Case, act: RaiseObjection) -> UserTask:
    return case.plan.lead_task(
        "find_on_objection", term="objection_finding", subject=act.objection, not_by=act.by.people
    )


async def _end_notice(case: Case) -> None:
    """No more objections are taken; the findings on those that are open stay asked for."""
    case.inbox.refuse_waiting(SENT_BACK, RaiseObjection)
    findings = (task for task in case.tasks if not task.standing)
    await case.enter(Stage.OBJECTION_FINDING, Event.OBJECTION_UPHELD, *findings, note=OTHERS_OPEN)


def _is_open(case: Case) -> bool:
    """Whether an objection is still to be found on."""
    return any(not task.standing for task in case.tasks) or _findings_waiting(case)


def _findings_waiting(case: Case) -> bool:
    """Whether a finding has come that is not dealt with yet; its task is used up."""
    return case.inbox.has(FindOnObjection)


def _stage(case: Case) -> Stage:
    return Stage.OBJECTION_FINDING if _is_open(case) else Stage.PUBLIC_NOTICE
