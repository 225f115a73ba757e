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


class DeskRoundState(Frozen):
    """What the round carries from one run to the next; a run ends after ``rounds_a_run``.

    ``has_turns``: turns have opened of which nobody was told yet.
    """

    digest_week: str = ""
    rounds: int = 0
    digests: int = 0
    rounds_a_run: int = 60
    has_turns: bool = False


def next_opening(at: datetime) -> datetime:
    """The next morning at which the offices open, after an instant; worked or not is for the round to find."""
    today = datetime.combine(shanghai_date(at), OPENS_AT, tzinfo=SHANGHAI)
    return today if at < today else today + timedelta(days=1)
