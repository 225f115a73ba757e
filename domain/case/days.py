"""When something can have happened: not before what it follows, not after what it must come before, and not after today.

One rule for every door: a single act, acts in bulk, the treasury's file, and the verb that pays a redemption.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.errors import FieldError


class Milestone(StrEnum):
    """A day of the case by which other days are judged; the value is what people read."""

    FILING = "申请提交日期"
    ORDER = "拨付指令日期"
    DECISION = "追回决定日期"
    ISSUE = "算力券发放日期"
    EXPIRY = "算力券有效期"


Milestones = Mapping[Milestone, date]
"""The days of a case as far as they are known; by one that is not known nothing is judged."""


class Happened(NamedTuple):
    """A day on which something happened, as somebody says.

    Attributes:
        path: the field that says so.
        follows: it was not before this.
        within: nor after this.
    """

    path: str
    day: date
    follows: Milestone
    within: Milestone | None = None


def wrong_day(told: Happened, latest: date, milestones: Milestones) -> str:
    """What is wrong with a day, in words; empty when it can be.

    Args:
        told: what is said.
        latest: the day after which nothing can have happened.
        milestones: the days of the case.
    """
    if told.day > latest:
        return "不得晚于今天"
    earliest, last = milestones.get(told.follows), milestones.get(told.within) if told.within else None
    if earliest is not None and told.day < earliest:
        return f"不得早于{told.follows.value} {earliest}"
    if told.within and last is not None and told.day > last:
        return f"不得晚于{told.within.value} {last}"
    return ""


def wrong_days(told: Iterable[Happened], latest: date, milestones: Milestones) -> Iterator[FieldError]:
    """Every day that cannot be, by its field."""
    for each in told:
        if wrong := wrong_day(each, latest, milestones):
            yield FieldError(path=each.path, message=wrong)
