"""The door of a procedure: from filing to acceptance, or from a request that a refused case be judged again (复核).

A refused case has ended, so a reconsideration is a new run of the same workflow type under the same id. It is begun
together with the request, in the checkpoint named below; plan and state come from the store.
"""

from datetime import timedelta
from typing import NamedTuple

from domain.case.acts.filing import RequestReconsideration
from domain.case.record.events import Event
from domain.case.record.progress import RECONSIDERATION
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.endings import NotTakenUp, Woken
from workflows.stages.intake import check_again, check_completeness

PATIENCE = timedelta(minutes=10)
"""The request comes together with the start; a run whose request was refused does not stay."""


class Start(NamedTuple):
    """How the procedure begins behind the door: what led to the lead review, and the department of a ticket."""

    event: Event
    refer_to: str = ""


def is_at_door(case: Case) -> bool:
    """Whether the procedure begins here; a run that continues another goes on in its checkpoint."""
    return case.state.checkpoint in ("", RECONSIDERATION)


async def take_in(case: Case) -> Start:
    """草稿 or 不予受理 → 形式审查中 → accepted; 不予支持 → straight to the review, by other people than the first.

    Raises:
        NotTakenUp: no request came that the case admits; it stays as it had ended.
    """
    if case.state.checkpoint != RECONSIDERATION:
        return Start(Event.ACCEPTED, (await check_completeness(case)).refer_to)
    ended = case.stage
    if isinstance(await case.act_of(RequestReconsideration, Woken, patience=PATIENCE), Woken):
        raise NotTakenUp
    if ended is not Stage.NOT_ACCEPTED:
        return Start(Event.RECONSIDERATION_REQUESTED, case.state.refer_to)
    return Start(Event.ACCEPTED, (await check_again(case, Event.RECONSIDERATION_REQUESTED)).refer_to)
