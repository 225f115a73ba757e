"""How officials are told of their turns: each kind at once, once a day, or never, as each of them chooses. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.calendar import SHANGHAI
from domain.closed import Closed, example

HALF_HOUR: Final = timedelta(minutes=30)
"""Turns that open within it share one mail to each person of a desk."""


class Pace(StrEnum):
    """How soon somebody wants to hear of something."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class NotificationChoice(Closed):
    """通知设置: of turns that open, and of the morning before the last day of a term."""

    model_config = example(turn="daily", last_day="at_once")

    turn: Pace = Pace.AT_ONCE
    last_day: Pace = Pace.AT_ONCE


def next_half_hour(at: datetime) -> datetime:
    """The next full or half hour after an instant, Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    hour = local.replace(minute=0, second=0, microsecond=0)
    return hour + HALF_HOUR * ((local - hour) // HALF_HOUR + 1)
