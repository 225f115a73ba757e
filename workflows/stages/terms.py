"""Terms: extended, an extension corrected, paused and resumed by whose term it is. The case stays in its stage, and every task stays open."""

from domain.calendar import shanghai_date
from domain.case.acts.time import CorrectExtension, ExtendTerm, PauseClock, ResumeClock
from domain.case.record.events import Event
from domain.case.time.clock import Stop, StopKind
from domain.case.time.term_acts import changed_terms, told
from domain.case.user_tasks import UserTask
from domain.errors import WrongStage
from workflows.case import Case

EVENTS = {
    ExtendTerm: Event.TERM_EXTENDED,
    CorrectExtension: Event.EXTENSION_CORRECTED,
    PauseClock: Event.CLOCK_PAUSED,
    ResumeClock: Event.CLOCK_RESUMED,
}


async def change_terms(case: Case, act: ExtendTerm | CorrectExtension | PauseClock | ResumeClock) -> None:
    """Change the clocks of the open tasks; their days follow when it is recorded.

    A task that was used up while the act waited has no term any more: then nothing is changed and nobody told.
    """
    tasks = changed_terms(act, case.inbox.tasks, shanghai_date(case.clock.now()))
    if tasks == case.inbox.tasks:
        refusal = WrongStage("期限已不在办理中，本次变更未生效。", remedy="请查看案件详情。")
        case.inbox.give_back(act, refusal.facts)
        return
    await case.enter(case.stage, EVENTS[type(act)], *tasks, reason=told(act))


def set_aside(case: Case, reason: str) -> tuple[UserTask, ...]:
    """The tasks of the procedure as they open again after it was interrupted: their terms stand still until then."""
    stop = Stop(on=shanghai_date(case.clock.now()), kind=StopKind.AWAITED, reason=reason)
    return tuple(task.sent_back(stop) for task in case.tasks)
