"""Remedies (救济): what stands open against a decision, until when, and where. Pure.

行政复议法 Art. 20, 24 and 27, 行政诉讼法 Art. 46: administrative review within 60 days, suit within six months of the service
of the decision (``domain.case.service``), whose day is not counted. A last day that is not worked moves to the next working day (民事诉讼法 Art. 85, by
行政复议法 Art. 88 and 行政诉讼法 Art. 101). Beside them the office itself looks again (复核) when asked within the 60 days.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import DueDate, WorkingCalendar, anniversary
from domain.case.record.events import Event
from domain.case.record.narrative import day_text
from domain.case.record.stages import Stage
from domain.case.service import Service
from domain.errors import NotEligible, Refusal, WrongStage
from domain.frozen import Frozen

REVIEW_DAYS = 60
SUIT_MONTHS = 6
CITY_GOVERNMENT = "廊坊市人民政府"
COURT = "有管辖权的人民法院"
OFFICE = "本案牵头部门（由其他人员办理，作出该决定的人员回避）"
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

    @property
    def source(self) -> str:
        """Whence the length of its term comes."""
        return _SOURCES[self]


_LABELS = {
    RemedyKind.RECONSIDERATION: "申请复核",
    RemedyKind.ADMINISTRATIVE_REVIEW: "申请行政复议",
    RemedyKind.SUIT: "提起行政诉讼",
}

_SOURCES = {
    RemedyKind.RECONSIDERATION: f"附则(五)：自决定送达之日起{REVIEW_DAYS}日",
    RemedyKind.ADMINISTRATIVE_REVIEW: f"行政复议法第二十条：自知道决定之日起{REVIEW_DAYS}日",
    RemedyKind.SUIT: "行政诉讼法第四十六条：自知道决定之日起六个月",
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

OPENING_REMEDIES = REFUSING | {Event.FUNDS_AWAITED, Event.TOPPED_UP}
"""Events that tell what may be appealed against: also what is granted may be too little."""

ENDED_REFUSED = frozenset({Stage.NOT_ACCEPTED, Stage.REJECTED})
"""How a case ends that the office may be asked to look at again."""

OUTCOMES: dict[Event, tuple[Stage, ...]] = {
    Event.ACCEPTED: (Stage.COMPLETENESS_CHECK,),
    Event.ACCEPTED_BY_SILENCE: (Stage.COMPLETENESS_CHECK,),
    Event.NOT_ACCEPTED: (Stage.COMPLETENESS_CHECK,),
    Event.APPROVED: (Stage.LEAD_REVIEW,),
    Event.ANSWERED: (Stage.LEAD_REVIEW,),
    Event.REJECTED: (Stage.LEAD_REVIEW,),
    Event.NOT_SELECTED: (Stage.LEAD_REVIEW,),
    Event.TERMINATED: (Stage.COMPLETENESS_CHECK, Stage.LEAD_REVIEW),
}
"""Events that are the outcome of a reconsideration that had begun at one of these stages."""


class Remedy(Frozen):
    """One way that stands open; ``until`` is its last day, provisional while the decision is not served or a year not announced."""

    kind: RemedyKind
    authority: str
    until: date
    provisional: bool = False


class RemedyDays(Frozen):
    """From when the days against a decision run, and the last days as the applicant was told them.

    Attributes:
        since: the day of its service; while it is not served, today, so that no day that is shown can move earlier.
    """

    since: date
    is_served: bool = True
    told_review_until: date | None = None
    told_suit_until: date | None = None

    @classmethod
    def of(cls, service: Service | None, today: date) -> "RemedyDays":
        """From a decision's service, if it was served."""
        if service is None:
            return cls(since=today, is_served=False)
        told = service.model_dump(include={"told_review_until", "told_suit_until"})
        return cls(since=service.on, **told)

    def review(self, calendar: WorkingCalendar) -> DueDate:
        """The last day of the 60; never earlier than it was told."""
        return self._standing(sixty_days(self.since, calendar), self.told_review_until)

    def suit(self, calendar: WorkingCalendar) -> DueDate:
        """The last day of the six months; never earlier than it was told."""
        return self._standing(six_months(self.since, calendar), self.told_suit_until)

    def within_office(self, calendar: WorkingCalendar) -> DueDate:
        """The last day on which the office may be asked here: also after an outage of its own system."""
        return calendar.after_outages(self.review(calendar), self.since)

    def _standing(self, until: DueDate, told: date | None) -> DueDate:
        on = max(until.on, told or until.on)
        return DueDate(on=on, provisional=until.provisional or not self.is_served)


def reviewed_by(lead: str) -> str:
    """Who decides on an administrative review of this department's decisions (行政复议法 Art. 24, 27)."""
    return VERTICAL.get(lead, CITY_GOVERNMENT)


def sixty_days(since: date, calendar: WorkingCalendar) -> DueDate:
    """The last day of the 60: served on 2 December 2026 until 1 February 2027, since 31 January is a Sunday."""
    return calendar.working_day_from(since + timedelta(days=REVIEW_DAYS))


def six_months(since: date, calendar: WorkingCalendar) -> DueDate:
    """The last day of the six months: served on 31 August until 28 February, or the next day that is worked."""
    return calendar.working_day_from(anniversary(since, months=SUIT_MONTHS))


def remedies_of(
    days: RemedyDays, lead: str, calendar: WorkingCalendar, *, may_be_reconsidered: bool
) -> tuple[Remedy, ...]:
    """Every remedy against a decision, with its last day.

    Args:
        days: from when they run.
        lead: the department that decided.
        calendar: which days are worked.
        may_be_reconsidered: whether the office itself may be asked to look again.
    """
    first = _remedy(RemedyKind.RECONSIDERATION, OFFICE, days.within_office(calendar))
    outside = (
        _remedy(RemedyKind.ADMINISTRATIVE_REVIEW, reviewed_by(lead), days.review(calendar)),
        _remedy(RemedyKind.SUIT, COURT, days.suit(calendar)),
    )
    return (first, *outside) if may_be_reconsidered else outside


def _remedy(kind: RemedyKind, authority: str, last: DueDate) -> Remedy:
    return Remedy(kind=kind, authority=authority, until=last.on, provisional=last.provisional)


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


def against_reconsideration(
    ended: Stage, days: RemedyDays, begun: Iterable[Stage], today: date, calendar: WorkingCalendar
) -> Iterator[Refusal]:
    """Why a request is refused: it comes against nothing, a second time, or too late; with what remains."""
    if ended not in ENDED_REFUSED:
        yield WrongStage(
            f"案件目前处于“{ended.value}”，没有可以复核的决定。",
            why="复核针对不予受理、不予支持（含未入选、终止办理）的决定。",
            remedy="逾期关闭或已撤回的，可以重新申请。",
        )
        return
    if not may_be_reconsidered(ended, begun):
        yield WrongStage(
            "本决定已是复核的结果，不能再次申请复核。",
            why="同一决定复核一次。",
            remedy=remaining(days, today, calendar),
        )
    if today > (last := days.within_office(calendar).on):
        yield NotEligible(
            f"申请复核的期限已于{day_text(last)}届满。",
            why=f"复核须自决定送达之日起{REVIEW_DAYS}日内申请；本决定于{day_text(days.since)}送达。",
            clause="附则(五)",
            remedy=remaining(days, today, calendar),
        )


def remaining(days: RemedyDays, today: date, calendar: WorkingCalendar) -> str:
    """What is left to do outside the office."""
    review, suit = days.review(calendar).on, days.suit(calendar).on
    if today <= review:
        return f"可以不晚于{day_text(review)}依法申请行政复议，或者不晚于{day_text(suit)}依法向人民法院提起行政诉讼。"
    if today <= suit:
        return f"可以不晚于{day_text(suit)}依法向人民法院提起行政诉讼。"
    return "行政复议和行政诉讼的期限也已届满；情况有变化的，可以重新申请。"
