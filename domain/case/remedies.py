"""Remedies (救济): what stands open against a decision, until when, and where. Pure.

行政复议法 Art. 20, 24 and 27, 行政诉讼法 Art. 46: administrative review within 60 days, suit within six months, the day on
which the decision was told not counted. A last day that is not worked moves to the next working day (民事诉讼法 Art. 85, by
行政复议法 Art. 88 and 行政诉讼法 Art. 101). Beside them the office itself looks again (复核) when asked within the 60 days.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar, anniversary
from domain.case.record.events import Event
from domain.case.record.narrative import day_text
from domain.case.record.stages import Stage
from domain.errors import NotEligible, WrongStage
from domain.frozen import Frozen

REVIEW_DAYS = 60
SUIT_MONTHS = 6
CITY_GOVERNMENT = "廊坊市人民政府"
COURT = "有管辖权的人民法院"
OFFICE = "本案牵头部门（由原经办人员以外的人员办理）"
VERTICAL = {
    "taxation": "国家税务总局河北省税务局",
    "peoples_bank": "中国人民银行河北省分行",
    "banking_insurance_regulation": "国家金融监督管理总局河北监管局",
}
"""Departments that answer to their own superiors, whose decisions those review (行政复议法 Art. 27)."""


class RemedyKind(StrEnum):
    """What can be done against a decision."""

    RECONSIDERATION = "reconsideration"
    ADMINISTRATIVE_REVIEW = "administrative_review"
    SUIT = "suit"

    @property
    def label(self) -> str:
        """As people read it."""
        return _LABELS[self]


_LABELS = {
    RemedyKind.RECONSIDERATION: "申请复核",
    RemedyKind.ADMINISTRATIVE_REVIEW: "申请行政复议",
    RemedyKind.SUIT: "提起行政诉讼",
}

REFUSING = frozenset(
    {
        Event.NOT_ACCEPTED,
        Event.REJECTED,
        Event.NOT_SELECTED,
        Event.INSTALMENT_REFUSED,
        Event.INSTALMENT_MISSED,
        Event.REDEMPTION_REFUSED,
        Event.AMOUNT_ADJUSTED,
        Event.PAYMENT_STOPPED,
        Event.RECOVERY_DECIDED,
        Event.VOUCHER_EXPIRED,
        Event.LAPSED,
        Event.TERMINATED,
    }
)
"""Events that take or keep something from the applicant: each is told with reasons, clause and remedies."""

ENDED_REFUSED = frozenset({Stage.NOT_ACCEPTED, Stage.REJECTED})
"""How a case ends that the office may be asked to look at again."""

OUTCOMES: dict[Event, tuple[Stage, ...]] = {
    Event.ACCEPTED: (Stage.COMPLETENESS_CHECK,),
    Event.NOT_ACCEPTED: (Stage.COMPLETENESS_CHECK,),
    Event.APPROVED: (Stage.LEAD_REVIEW,),
    Event.ANSWERED: (Stage.LEAD_REVIEW,),
    Event.REJECTED: (Stage.LEAD_REVIEW,),
    Event.NOT_SELECTED: (Stage.LEAD_REVIEW,),
    Event.TERMINATED: (Stage.COMPLETENESS_CHECK, Stage.LEAD_REVIEW),
}
"""Events that are the outcome of a reconsideration that had begun at one of these stages."""


class Remedy(Frozen):
    """One way that stands open; ``until`` is its last day."""

    kind: RemedyKind
    authority: str
    until: date


def reviewed_by(lead: str) -> str:
    """Who decides on an administrative review of this department's decisions (行政复议法 Art. 24, 27)."""
    return VERTICAL.get(lead, CITY_GOVERNMENT)


def review_until(decided_on: date, calendar: WorkingCalendar) -> date:
    """The last day of the 60: a decision of 2 December 2026 until 1 February 2027, since 31 January is a Sunday."""
    return calendar.working_day_from(decided_on + timedelta(days=REVIEW_DAYS)).on


def suit_until(decided_on: date, calendar: WorkingCalendar) -> date:
    """The last day of the six months: a decision of 31 August until 28 February, or the next day that is worked."""
    return calendar.working_day_from(anniversary(decided_on, months=SUIT_MONTHS)).on


def remedies_of(
    decided_on: date, lead: str, calendar: WorkingCalendar, *, may_be_reconsidered: bool
) -> tuple[Remedy, ...]:
    """Every remedy against a decision, with its last day.

    Args:
        decided_on: the day on which it was told; not counted.
        lead: the department that decided.
        calendar: which days are worked.
        may_be_reconsidered: whether the office itself may be asked to look again.
    """
    until = review_until(decided_on, calendar)
    first = Remedy(kind=RemedyKind.RECONSIDERATION, authority=OFFICE, until=until)
    outside = (
        Remedy(kind=RemedyKind.ADMINISTRATIVE_REVIEW, authority=reviewed_by(lead), until=until),
        Remedy(kind=RemedyKind.SUIT, authority=COURT, until=suit_until(decided_on, calendar)),
    )
    return (first, *outside) if may_be_reconsidered else outside


def begins_at(ended: Stage) -> Stage:
    """Where a reconsideration begins: a case not accepted at the completeness check, any other at the lead review."""
    return Stage.COMPLETENESS_CHECK if ended is Stage.NOT_ACCEPTED else Stage.LEAD_REVIEW


def may_be_reconsidered(ended: Stage, begun: Iterable[Stage]) -> bool:
    """Whether a refusal may be reconsidered: what a reconsideration decided is final within the office.

    Args:
        ended: how the case ended.
        begun: where its reconsiderations so far began.
    """
    return ended in ENDED_REFUSED and begins_at(ended) not in begun


def check_reconsideration(
    ended: Stage, decided_on: date, begun: Iterable[Stage], today: date, calendar: WorkingCalendar
) -> None:
    """Refuse a request that comes against nothing, a second time, or too late; say what remains.

    Raises:
        WrongStage: the case did not end refused, or was reconsidered already.
        NotEligible: the 60 days are over.
    """
    if ended not in ENDED_REFUSED:
        raise WrongStage(
            f"案件目前处于“{ended.value}”，没有可以复核的决定。",
            why="复核针对不予受理、不予支持（含未入选、终止办理）的决定。",
            remedy="逾期关闭或已撤回的，可以重新申请。",
        )
    if not may_be_reconsidered(ended, begun):
        raise WrongStage(
            "本决定已是复核的结果，不能再次申请复核。",
            why="同一决定复核一次。",
            remedy=_remaining(decided_on, today, calendar),
        )
    if today > review_until(decided_on, calendar):
        raise NotEligible(
            f"申请复核的期限已于{day_text(review_until(decided_on, calendar))}届满。",
            why=f"复核须自决定告知之日起{REVIEW_DAYS}日内申请。",
            clause="附则(五)",
            remedy=_remaining(decided_on, today, calendar),
        )


def _remaining(decided_on: date, today: date, calendar: WorkingCalendar) -> str:
    """What is left to do outside the office."""
    review, suit = review_until(decided_on, calendar), suit_until(decided_on, calendar)
    if today <= review:
        return f"可以不晚于{day_text(review)}依法申请行政复议，或者不晚于{day_text(suit)}依法向人民法院提起行政诉讼。"
    if today <= suit:
        return f"可以不晚于{day_text(suit)}依法向人民法院提起行政诉讼。"
    return "行政复议和行政诉讼的期限也已届满；情况有变化的，可以重新申请。"
