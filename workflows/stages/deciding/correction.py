"""A decision that is taken back before money is ordered on it: the case goes back to its review, as often as it takes."""

from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

from domain.case.acts.review import AnswerReconsideration, CorrectDecision
from domain.case.record.events import Event
from workflows.case import Case
from workflows.endings import DecisionCorrected
from workflows.trail import Laps

TAKEN_BACK = "牵头部门已更正决定，案件退回重新审核。"

Came = TypeVar("Came")


async def correct(
    case: Case, _act: CorrectDecision | AnswerReconsideration, not_by: tuple[str, ...] = ()
) -> NoReturn:
    """It is taken back by an act of its own."""
    take_back(case, not_by)


def take_back(case: Case, not_by: tuple[str, ...] = ()) -> NoReturn:
    """Acts on what no longer stands are refused; the review that follows records the correction.

    Raises:
        DecisionCorrected: always.
    """
    case.inbox.refuse_waiting(TAKEN_BACK)
    raise DecisionCorrected(not_by)


async def until_it_stands(case: Case, event: Event, decide: Callable[[Event], Awaitable[Came]]) -> Came:
    """Decide and carry out, from the review again whenever the decision is taken back."""
    laps: Laps[Event] = Laps(case, "standing", Event)
    while True:
        event = laps.top(event)
        try:
            return await decide(event)
        except DecisionCorrected:
            event = Event.DECISION_CORRECTED
