"""The clocks of a case as a whole: what the office promised (全程办理期限), and when the applicant last heard of it.

They are kept as standing tasks of the lead, so that stops, timer events and days are those of any other term. They stand still
while nobody in the office holds the case: each such stop is kept with its reason.
"""

from collections.abc import Mapping
from datetime import date, datetime

from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.events import MAILED, Event
from domain.case.record.stages import Stage
from domain.case.time.clock import Stop, StopKind
from domain.case.time.terms import PROGRESS_NOTICE, with_terms
from domain.case.user_tasks import TermAsked, UserTask
from domain.departments import APPLICANT, PUBLIC, party_name
from domain.frozen import Frozen

WITH_EXPERTS = "expert_review"
"""The term of the experts, during which the office's clock stands still."""

CLAIMED = frozenset({Event.INSTALMENT_CLAIMED, Event.REDEMPTION_CLAIMED})
"""Each year of support and each redemption is promised anew."""

RECOVERING = frozenset({Stage.RECOVERY, Stage.RECOVERED})


class CaseStanding(Frozen):
    """Where a case stands, as far as its clocks are concerned.

    ``went_on`` is the day on which a pause ended by itself, which is recorded later; None for all else, which counts from
    the day on which it is recorded.
    """

    lead: str
    stage: Stage
    event: Event | None = None
    subject: str = ""
    tasks: tuple[UserTask, ...] = ()
    final: bool = False
    went_on: date | None = None


def case_clocks(
    before: tuple[UserTask, ...],
    now: CaseStanding,
    promised: Mapping[str, TermAsked],
    at: datetime,
    calendar: WorkingCalendar,
) -> tuple[UserTask, ...]:
    """The clocks after something happened.

    Args:
        before: as they were; empty for a new case.
        now: where the case stands.
        promised: the policy's terms of the clocks, by name.
        at: when it happened.
        calendar: counts working days.
    """
    if now.stage in RECOVERING and any(_has_ended(task) for task in before):
        return with_terms(before, at, calendar)
    kept = {task.term.name: task for task in before if task.term and not _is_over(task, now)}
    opened = (kept.get(name) or _opened(now, asked) for name, asked in promised.items())
    today = shanghai_date(at)
    stop, goes_on = stop_of(now, today), now.went_on or today
    tasks = with_terms(tuple(opened), at, calendar)
    return with_terms(tuple(_moved(task, stop, goes_on) for task in tasks), at, calendar)


def _has_ended(task: UserTask) -> bool:
    return task.stop is not None and task.stop.kind is StopKind.ENDED


def _is_over(task: UserTask, now: CaseStanding) -> bool:
    """Whether a clock begins anew: a new promise, or the applicant has just heard of the case."""
    if task.term and task.term.name == PROGRESS_NOTICE and now.event in MAILED:
        return True
    return (_has_ended(task) and not now.final) or (now.event in CLAIMED and now.subject != task.subject)


def _opened(now: CaseStanding, asked: TermAsked) -> UserTask:
    subject = now.subject if now.event in CLAIMED else ""
    return UserTask(party=now.lead, standing=True, subject=subject, asked=asked)


def _moved(task: UserTask, stop: Stop | None, goes_on: date) -> UserTask:
    """The clock stopped, going on from a day, or stopped for another reason than before.

    Experts work for the office: while they have the case, the applicant is told all the same that work goes on.
    """
    clock = task.term.clock if task.term else None
    if task.term is None or clock is None:
        return task
    if stop and task.term.name == PROGRESS_NOTICE and stop.kind is StopKind.EXPERT:
        stop = None
    was = clock.open_stop
    if was and (stop is None or (was.kind, was.reason) != (stop.kind, stop.reason)):
        clock = clock.gone_on(goes_on)
    return task.with_clock(clock.stopped(stop) if stop else clock)


def stop_of(now: CaseStanding, today: date) -> Stop | None:
    """Why nobody in the office holds the case; None when somebody does, or the system itself is at work."""
    if now.final:
        return Stop(on=today, kind=StopKind.ENDED, reason=now.stage.value)
    if now.stage in RECOVERING:
        return Stop(on=today, kind=StopKind.AWAITED, reason=now.stage.value)
    reasons = [_reason(task, today) for task in now.tasks]
    if not reasons or None in reasons:
        return None
    kind, reason = next(found for found in reasons if found)
    return Stop(on=today, kind=kind, reason=reason)


def _reason(task: UserTask, today: date) -> tuple[StopKind, str] | None:
    """What a task waits for outside the office; None when the office holds it."""
    if task.stop is not None:
        return task.stop.kind, task.stop.reason
    label = task.term.label if task.term else ""
    if task.party == APPLICANT:
        return StopKind.APPLICANT, f"等待申请单位：{label}"
    if task.asked is not None and task.asked.name == WITH_EXPERTS:
        return StopKind.EXPERT, label
    if task.party == PUBLIC or (task.is_of_an_office and task.term is not None):
        return None
    return StopKind.AWAITED, label or f"等待{party_name(task.party, today)}登记约定事项"
