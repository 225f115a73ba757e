"""How a notice stands and how it ended, told from what was recorded of its case."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from domain.calendar import anniversary, shanghai_date
from domain.case.record.events import Event
from domain.case.record.stages import ON_NOTICE
from domain.frozen import Frozen

ENDED = "公示已结束"


class ObjectionFinding(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    DISMISSED = "dismiss"
    UPHELD = "uphold"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """As people read it."""
        return _FINDINGS[self]

    @property
    def once_over(self) -> "ObjectionFinding":
        """The same when the notice has ended: nothing is found on an objection any more."""
        return ObjectionFinding.DROPPED if self is ObjectionFinding.OPEN else self


_FINDINGS = {
    ObjectionFinding.OPEN: "核查中",
    ObjectionFinding.DISMISSED: "异议不成立",
    ObjectionFinding.UPHELD: "异议成立",
    ObjectionFinding.DROPPED: "公示已终止，不再核查",
}


class NoticeObjection(Frozen):
    """An objection as the public sees it: when, and what was found. Neither who raised it nor its words."""

    raised_at: datetime
    finding: ObjectionFinding = ObjectionFinding.OPEN
    found_at: datetime | None = None


class Happened(Frozen):
    """Something recorded of the case after the notice opened."""

    seq: int
    at: datetime
    event: str
    stage: str


class NoticeOutcome(Frozen):
    """How a notice ended: in one word for programs, and in words."""

    code: str
    text: str
    ended_at: datetime


class NoticeStanding(Frozen):
    """How a notice stands.

    Attributes:
        is_current: the case is on notice now, and under this notice.
        takes_objections: until its last day; a notice may wait for a finding after that.
        stage: 公示中, 异议核查中 or 公示已结束.
        outcome: None while it is current.
    """

    is_current: bool
    takes_objections: bool
    stage: str
    objections: tuple[NoticeObjection, ...] = ()
    outcome: NoticeOutcome | None = None


def standing_of(
    stage: str,
    *,
    is_latest: bool,
    is_open: bool,
    after: Sequence[Happened],
    objections: Iterable[NoticeObjection],
) -> NoticeStanding:
    """How a notice stands.

    Args:
        stage: of the case now.
        is_latest: no later notice of the case was published.
        is_open: the public has its task now.
        after: what was recorded since the notice opened, in order.
        objections: those raised under it.
    """
    raised = tuple(objections)
    if is_latest and stage in {each.value for each in ON_NOTICE}:
        return NoticeStanding(is_current=True, takes_objections=is_open, stage=stage, objections=raised)
    ending = next((each for each in after if each.stage not in ON_NOTICE), None)
    return NoticeStanding(
        is_current=False,
        takes_objections=False,
        stage=ENDED,
        objections=tuple(each.model_copy(update={"finding": each.finding.once_over}) for each in raised),
        outcome=_outcome(ending, raised) if ending else None,
    )


def _outcome(ending: Happened, objections: tuple[NoticeObjection, ...]) -> NoticeOutcome:
    code, text = _ENDINGS.get(ending.event, ("stood", ""))
    if not text:
        text = "公示期满，异议均不成立。" if objections else "公示期满，无异议。"
    return NoticeOutcome(code=code, text=text, ended_at=ending.at)


def ending_text(event: str) -> str:
    """How an event ends a notice that does not stand; empty for others."""
    return _ENDINGS.get(event, ("", ""))[1]


_ENDINGS = {
    Event.OBJECTION_UPHELD.value: ("upheld", "有异议成立，案件退回牵头部门重新审核。"),
    Event.DECISION_CORRECTED.value: ("corrected", "牵头部门更正了决定，案件退回重新审核。"),
    Event.WITHDRAWN.value: ("withdrawn", "申请单位已撤回申请。"),
    Event.TERMINATED.value: ("terminated", "牵头部门已终止办理。"),
}
"""How a notice ends when it does not stand."""

YEARS_READABLE = 1
"""How long after its publication an ended notice stays readable."""


def is_readable(published_at: datetime, today: date) -> bool:
    """Whether an ended notice may still be read."""
    return today <= anniversary(shanghai_date(published_at), years=YEARS_READABLE)
