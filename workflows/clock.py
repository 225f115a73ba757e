"""A run's own clock, which alone says what time it is and what is due.

A worker that answers a query may remember a run with its timer fired and the time of the task *before* that: asked again,
``workflow.now()`` says that the moment lies ahead, and a run that believes it starts a timer that no replay will know. So
what a run waits for is due when its timer fired, whatever the server's time says, and no command depends on the time:
a moment that is past is waited for like any other, and its timer fires at once.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio import workflow

AT_ONCE: Final = timedelta(milliseconds=1)
"""The shortest timer there is."""

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
"""Before any moment."""


def _never() -> bool:
    return False


async def until(condition: Callable[[], bool]) -> None:
    """Wait, for as long as it takes, until something holds."""
    await workflow.wait_condition(condition)


class RunClock:
    """The clock of one run.

    Attributes:
        reached: the latest moment whose timer fired; the same at every replay.
        stands_at: while a trail is followed, the time that it was there.
    """

    def __init__(self, reached: datetime | None = None) -> None:
        """As far as the run before had come."""
        self.reached = reached or LONG_AGO
        self.stands_at: datetime | None = None

    def now(self) -> datetime:
        """The time: the server's, which never stands before a moment whose timer fired."""
        return self.stands_at or max(workflow.now(), self.reached)

    def after(self, patience: timedelta | None) -> datetime | None:
        """When patience is out; None for one without end."""
        return self.now() + patience if patience else None

    async def reaches(
        self, moment: datetime | None, summary: str, *, unless: Callable[[], bool] = _never
    ) -> bool:
        """Wait for a moment, and say whether it was reached before something else came to hold.

        Args:
            moment: with its time zone; None for one that never comes.
            summary: what is waited for, in the words of the Temporal UI.
            unless: what else ends the waiting.
        """
        if moment is None:
            await until(unless)
            return False
        if moment > self.reached:
            left = max(moment - self.now(), AT_ONCE)
            try:
                await workflow.wait_condition(unless, timeout=left, timeout_summary=summary)
            except TimeoutError:
                self.reached = moment
            else:
                return False
        return True
