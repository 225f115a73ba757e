"""A decision that is taken back before money is ordered on it: the case goes back to its review, as often as it takes."""

from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

from domain.case.acts.review import AnswerReconsideration, CorrectDecision
from domain.case.record.events import Event
from workflows.case import Case

TAKEN_BACK = "牵头部门已更正决定，案件退回重新审核。"

Came = TypeVar("Came")


class DecisionCorrected(Exception):
    """What was decided is to be reviewed again; caught where the review is.

    Attributes:
        not_by: who decided it, where other people review it.
    """

    def __init__(self, not_by: tuple[str, ...] = ()) -> None:
        """By whom it is not reviewed."""
        super().__init__()
        self.not_by = not_by


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


async def until_it_stands(event: Event, decide: Callable[[Event], Awaitable[Came]]) -> Came:
    """Decide and carry out, from the review again whenever the decision is taken back."""
    while True:
        try:
            return await decide(event)
        except DecisionCorrected:
            event = Event.DECISION_CORRECTED
