"""Looking after the cases each morning."""

from collections.abc import Awaitable, Callable

from temporalio import activity

from domain.desk_round import LOOK_AFTER_CASES


class CaseMornings:
    """The activity of the morning round.

    Args:
        look_after: looks after the cases, and says how many go on again; given by whoever puts the worker together.
    """

    def __init__(self, look_after: Callable[[], Awaitable[int]]) -> None:
        self._look_after = look_after

    @activity.defn(name=LOOK_AFTER_CASES)
    async def look_after_cases(self) -> int:
        """Effect: interrupted cases go on, alarms are raised and closed; idempotent, since a case that runs is none of them."""
        return await self._look_after()
