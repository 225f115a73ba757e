"""Having the audit record stamped each morning."""

from collections.abc import Awaitable, Callable

from temporalio import activity

from domain.desk_round import STAMP_RECORD


class RecordStamping:
    """The activity of the morning round.

    Args:
        stamp: has the record stamped, and says how many chains the stamp covers; given by whoever puts the worker together.
    """

    def __init__(self, stamp: Callable[[], Awaitable[int]]) -> None:
        self._stamp = stamp

    @activity.defn(name=STAMP_RECORD)
    async def stamp_record(self) -> int:
        """Effect: the day has a stamp, or those whom it concerns hear of none; idempotent, since a day has one stamp."""
        return await self._stamp()
