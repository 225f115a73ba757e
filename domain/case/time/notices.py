"""Notices that did not arrive: a term that begins with one does not run out in silence. Pure.

A term of the applicant begins with the mail that tells it. While that mail is refused, the term stands still from its
first day; it runs anew, whole, from the day on which the mail arrives or the office has served the notice otherwise.
"""

from collections.abc import Iterable
from datetime import date, datetime

from domain.calendar import shanghai_date
from domain.case.time.clock import Clock, Stop, StopKind
from domain.case.user_tasks import TimerEventKind, UserTask
from domain.departments import APPLICANT
from domain.frozen import Frozen

REASON = "通知无法送达"


class NoticeMail(Frozen):
    """A mail to the applicant, as far as terms are concerned.

    Attributes:
        at: when it was written: the instant at which the terms that it tells began.
        arrived: whether it reached the applicant, or was served otherwise.
        served_on: the day on which the office served it otherwise; None where it did not.
        is_refused: it will not arrive by itself.
        is_held: it has not left so far.
    """

    at: datetime
    arrived: bool = False
    served_on: date | None = None
    is_refused: bool = False
    is_held: bool = False


def waits_for_notice(task: UserTask) -> bool:
    """Whether a term stands still because its notice did not arrive."""
    return task.stop is not None and task.stop.kind is StopKind.UNDELIVERED


def with_notices(
    tasks: tuple[UserTask, ...], notices: Iterable[NoticeMail], at: datetime
) -> tuple[UserTask, ...]:
    """The open tasks, with the terms standing still, or running anew, whose notices did not arrive or did now.

    Args:
        tasks: the open ones.
        notices: the mails of the case.
        at: now.
    """
    told: dict[datetime, list[NoticeMail]] = {}
    for notice in notices:
        told.setdefault(notice.at, []).append(notice)
    return tuple(_as_told(task, told.get(task.since, []) if task.since else [], at) for task in tasks)


def _as_told(task: UserTask, notices: list[NoticeMail], at: datetime) -> UserTask:
    clock = task.term.clock if task.term else None
    if clock is None or task.party != APPLICANT or not notices:
        return task
    if all(notice.arrived for notice in notices):
        return task.with_clock(_begun_anew(clock, notices, at)) if waits_for_notice(task) else task
    is_refused = any(notice.is_refused for notice in notices)
    if clock.open_stop or not (is_refused or (_is_at_its_end(task, at) and _are_held(notices))):
        return task
    stop = Stop(on=clock.starts_on, kind=StopKind.UNDELIVERED, reason=REASON)
    return task.with_clock(clock.stopped(stop)).model_copy(update={"timer_events_fired": 0})


def _begun_anew(clock: Clock, notices: list[NoticeMail], at: datetime) -> Clock:
    """From the day of service; a mail arrives on the day on which the case hears of it."""
    return clock.gone_on(max(notice.served_on or shanghai_date(at) for notice in notices))


def _is_at_its_end(task: UserTask, at: datetime) -> bool:
    ahead = task.next_timer_event
    return ahead is not None and ahead.kind is TimerEventKind.LAPSE and ahead.at <= at


def _are_held(notices: list[NoticeMail]) -> bool:
    return any(notice.is_held and not notice.arrived for notice in notices)
