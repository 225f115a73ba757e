"""What a morning of the desk round does beside the desks, for tests that are not about it."""

from collections.abc import Awaitable, Callable
from typing import Any

from activities.audit.stamping import RecordStamping
from activities.cases.mornings import CaseMornings
from activities.invitations.confirmed import ConfirmedInvitations


async def nothing() -> int:
    """Nothing is left over, no case is interrupted, no authority is set."""
    return 0


def morning_activities(
    file_left: Callable[[], Awaitable[int]] = nothing,
    look_after: Callable[[], Awaitable[int]] = nothing,
    stamp: Callable[[], Awaitable[int]] = nothing,
) -> list[Callable[..., Any]]:
    """The activities, with what they do."""
    return [
        ConfirmedInvitations(file_left).file_confirmed_invitations,
        CaseMornings(look_after).look_after_cases,
        RecordStamping(stamp).stamp_record,
    ]
