"""Filing what units confirmed while no case could begin (免申即享)."""

from collections.abc import Awaitable, Callable

from temporalio import activity

from domain.desk_round import FILE_CONFIRMED


class ConfirmedInvitations:
    """The activity of the morning round.

    Args:
        file_left: files what is left, and says how many cases have begun; given by whoever puts the worker together.
    """

    def __init__(self, file_left: Callable[[], Awaitable[int]]) -> None:
        self._file_left = file_left

    @activity.defn(name=FILE_CONFIRMED)
    async def file_confirmed_invitations(self) -> int:
        """Effect: cases begin, each under the number that its unit was told; idempotent by the id of the confirmation."""
        return await self._file_left()
