"""The morning round of the desks (每日巡查): what its workflow and its activity say to each other, and when it is made."""

from datetime import datetime, time, timedelta
from typing import Final

from domain.calendar import SHANGHAI, shanghai_date
from domain.frozen import Frozen
from domain.verb import Verb

DESK_ROUND = "desk_round"
"""Workflow type of the round."""

DESK_ROUND_ID = "desk-round"
"""Workflow id of the one round of an installation."""

TURN_OPENED = "turn_opened"
"""Signal: a turn opened for a desk."""

FILE_CONFIRMED = "file_confirmed_invitations"
"""Activity: what units confirmed while no case could begin is filed."""

STAMP_RECORD = "stamp_record"
"""Activity: an outside authority stamps what the audit record has come to."""

LOOK_AFTER_CASES = "look_after_cases"
"""Activity: interrupted cases are brought back, and what a reconciliation finds is an alarm."""

OPENS_AT = time(8, 30)
"""When the offices begin to work, Asia/Shanghai; the round is made then."""


LEFT_TO_TOMORROW: Final = {
    FILE_CONFIRMED: "提交已确认而未能提交的免申即享申请",
    LOOK_AFTER_CASES: "恢复被中断的案件，核对台账、案件与流程",
    STAMP_RECORD: "请外部机构为审计记录盖时间戳",
}
"""What is given up for a morning when it fails again and again, as people read it."""


class Round(Frozen):
    """Make the round of a morning (``make_desk_round``).

    Attributes:
        at: the workflow's time; its day in Asia/Shanghai is today.
        digest_week: the week of the last digest, "2026-W47"; a later one is due in any other. Empty before the first.
    """

    at: datetime
    digest_week: str = ""


class RoundReport(Frozen):
    """What a round came to.

    Attributes:
        is_working_day: nothing is done on other days.
        digest_week: the week of the last digest from now on.
        overdue: tasks of offices that are late, when the digest was written.
        digests: mails of the digest that are new.
    """

    is_working_day: bool
    digest_week: str = ""
    overdue: int = 0
    digests: int = 0


MAKE_ROUND: Final = Verb("make_desk_round", Round, RoundReport, "巡查岗位与逾期事项")
"""One morning's round."""


class Turns(Frozen):
    """Write to whoever is to hear at once of turns that opened (``write_turns``)."""

    at: datetime


class TurnReport(Frozen):
    """How many mails were queued, and whether there are more turns to tell."""

    mails: int
    has_more: bool


WRITE_TURNS: Final = Verb("write_turns", Turns, TurnReport, "告知新的待办事项")
"""What opened within half an hour."""


class Left(Frozen):
    """Tell of what a morning had to leave to the next, and close the alarms of what it did not (``tell_of_what_was_left``).

    ``activities`` are keys of ``LEFT_TO_TOMORROW``.
    """

    at: datetime
    activities: tuple[str, ...] = ()


class LeftReport(Frozen):
    """How many alarms are new."""

    alarms: int


TELL_OF_WHAT_WAS_LEFT: Final = Verb("tell_of_what_was_left", Left, LeftReport, "告知巡查未办完的事项")
"""Something failed this morning, or did the morning before, or may have before this run."""


class DeskRoundState(Frozen):
    """What the round carries from one run to the next; a run ends after ``rounds_a_run``.

    ``has_turns``: turns have opened of which nobody was told yet. ``left``: what the last morning could not do.
    """

    digest_week: str = ""
    rounds: int = 0
    digests: int = 0
    rounds_a_run: int = 60
    has_turns: bool = False
    left: tuple[str, ...] = ()


def next_opening(at: datetime) -> datetime:
    """The next morning at which the offices open, after an instant; worked or not is for the round to find."""
    today = datetime.combine(shanghai_date(at), OPENS_AT, tzinfo=SHANGHAI)
    return today if at < today else today + timedelta(days=1)
