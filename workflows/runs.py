"""One case, several runs: before the server asks for it, a run that waits hands its case over, so that no history grows without end.

The server warns at 10,240 events or 10 MB and ends a run at 51,200 or 50 MB; of Updates it takes 2,000 a run. A run hands over far
below that, wherever it waits and owes nobody an answer.
"""

from collections.abc import Callable
from typing import Final

from temporalio import workflow

from domain.case.record.progress import CaseInput
from workflows.clock import until
from workflows.inbox import Inbox

MOST_EVENTS: Final = 4_000
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UPDATES: Final = 1_000
"""After any of these a run is full."""


class RunLength:
    """How long a run has become.

    Attributes:
        is_over: it is long enough, however little has come.
    """

    def __init__(self) -> None:
        """As the run begins."""
        self.begin()
        self.is_over = False

    def begin(self) -> None:
        """The run has what it began with; that it hands that over makes no room, so something has to come first."""
        self._begun_with = workflow.info().get_current_history_length()

    def is_full(self, updates: int = 0) -> bool:
        """Whether the run is to hand over as soon as it waits."""
        info = workflow.info()
        events = info.get_current_history_length()
        return self.is_over or (
            events > self._begun_with
            and (
                events >= MOST_EVENTS
                or info.get_current_history_size() >= MOST_BYTES
                or updates >= MOST_UPDATES
                or info.is_continue_as_new_suggested()
            )
        )


async def hand_over(given: Callable[[], CaseInput], inbox: Inbox) -> None:
    """Hand a case over to a new run, where it waits; not when an act has come before its handlers were done."""
    await until(lambda: workflow.all_handlers_finished() or bool(inbox.waiting))
    if not inbox.waiting and workflow.all_handlers_finished():
        workflow.continue_as_new(given())
