"""What the lead finds of two cases of a unit; who may be paid how much follows in the store."""

from domain.case.acts.projects import FindSameProject
from domain.case.record.events import Event
from domain.case.verbs import FIND_SAME_PROJECT
from workflows.case import Case


async def interrupt(case: Case, act: FindSameProject) -> None:
    """Record whether another case is one project with this one: the case stays in its stage, and every task as it is."""
    words = await find(case, act)
    if words is not None:
        await case.enter(case.stage, Event.PROJECT_FOUND, *case.tasks, reason=words)


async def find(case: Case, act: FindSameProject) -> str | None:
    """What was found, in words; None when there is nothing to find."""
    found = await case.do(
        FIND_SAME_PROJECT, other_case=act.other_case, decision=act.decision, reason=act.reason, by=act.by
    )
    if found.refusal is not None:
        case.inbox.give_back(act, found.refusal)
        return None
    return found.words
