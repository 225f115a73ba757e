"""Terms: extended, paused and resumed by whose term it is. The case stays in its stage, and every turn stays open."""

from typing import TYPE_CHECKING

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.events import Event
    from domain.case.office_acts import ExtendTerm, PauseClock, ResumeClock
    from domain.case.term_acts import changed_terms, told

if TYPE_CHECKING:
    from workflows.case import Case

EVENTS = {
    ExtendTerm: Event.TERM_EXTENDED,
    PauseClock: Event.CLOCK_PAUSED,
    ResumeClock: Event.CLOCK_RESUMED,
}


async def change_terms(case: "Case", act: ExtendTerm | PauseClock | ResumeClock) -> None:
    """Change the clocks of the open turns; their days follow when it is recorded."""
    turns = changed_terms(act, case.turns, shanghai_date(workflow.now()))
    await case.enter(case.stage, EVENTS[type(act)], *turns, reason=told(act))
