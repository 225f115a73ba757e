"""Why a term rings when it does, or does not: whence it comes, which days count, which are skipped, what comes next."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from pydantic import BaseModel, Field

from domain.calendar import WorkingCalendar
from domain.case.lapses import CLAIM, PAYEE, REDEMPTION, SUPPLEMENT
from domain.case.time.clock import Clock
from domain.case.user_tasks import TimerEvent, TimerEventKind, UserTask
from domain.catalogue.schema import Policy
from domain.departments import APPLICANT, CALENDAR, PUBLIC

WEEKDAYS = "一二三四五六日"

NameOfDay = Callable[[date], str]
"""What a day off is called; empty for a weekend."""

LOST = {
    SUPPLEMENT: "案件关闭，可以重新申请",
    PAYEE: "案件关闭，可以重新申请",
    CLAIM: "本年度不予兑现，不影响以后年度",
    REDEMPTION: "算力券失效，余额退回总额度",
}
"""What the end of an applicant's term takes, by the act that did not come; else the office goes on without it."""


class TermSource(BaseModel):
    """Whence a term comes: the clause, and the rule or document that sets its length."""

    clause: str
    source: str
    is_assumed: bool = Field(
        description="The length is an assumption of this installation until a rule sets it."
    )


class SkippedDays(BaseModel):
    """Days that were not counted, from the first to the last, and why."""

    first: date
    last: date
    days: int
    why: str


class NextRing(BaseModel):
    """What comes next in a term, and what it does."""

    kind: TimerEventKind
    at: datetime
    does: str


def source_of(task: UserTask, policy: Policy) -> TermSource | None:
    """The policy's rule of a term; None for a day that follows from the case itself."""
    rule = policy.terms.get(task.term.name) if task.term else None
    if rule is None:
        return None
    return TermSource(clause=rule.clause, source=rule.source, is_assumed=rule.is_assumed)


def next_ring(task: UserTask) -> NextRing | None:
    """What comes next; None when all is dealt with, or the clock stands still without an end."""
    ahead = task.next_timer_event
    return None if ahead is None else NextRing(kind=ahead.kind, at=ahead.at, does=_does(task, ahead))


def silent_because(task: UserTask) -> str:
    """Why nothing rings any more; empty where something will."""
    if task.next_timer_event is not None:
        return ""
    if task.stop is not None:
        return f"自{task.stop.on.isoformat()}起中止计时（{task.stop.reason}），恢复后继续计算、继续提醒"
    return "提醒均已发出，不再重复" if task.term and task.term.timer_events else "没有期限"


def _does(task: UserTask, ahead: TimerEvent) -> str:
    agrees = task.asked is not None and task.asked.lapses
    if ahead.kind is TimerEventKind.INFORM:
        return "告知申请单位仍在办理"
    if ahead.kind is TimerEventKind.RESUME:
        return "中止期满，恢复计时"
    if ahead.kind is TimerEventKind.ESCALATE:
        return "上报督办，由部门负责人督促办理"
    if ahead.kind is TimerEventKind.REMIND:
        whom = "申请单位" if task.party == APPLICANT else "承办部门"
        return f"提醒{whom}" + (f"：{_silence(task)}" if agrees else "")
    return _lapses(task, agrees=agrees)


def _silence(task: UserTask) -> str:
    """What an office's silence does at the end of its term, where the policy lets it do something."""
    if task.asked is not None and task.asked.name == "completeness_check":
        return "期满未告知补正的，视为受理"
    return "期满未提出意见的，记为沉默，继续办理"


def _lapses(task: UserTask, *, agrees: bool) -> str:
    if agrees:
        return _silence(task)
    if task.party == PUBLIC:
        return "公示期满，继续办理"
    if task.party == CALENDAR:
        return "等待的日期到来，继续办理"
    return next((LOST[act] for act in task.acts if act in LOST), "期满，继续办理")


def skipped_days(
    clock: Clock, last: date, calendar: WorkingCalendar, name_of: NameOfDay
) -> list[SkippedDays]:
    """The days after the first up to a last one that are not counted, side by side ones with one reason together."""
    found: list[SkippedDays] = []
    for day, why in _skipped(clock, last, calendar, name_of):
        before = found[-1] if found else None
        if before and before.why == why and before.last == day - timedelta(days=1):
            found[-1] = before.model_copy(update={"last": day, "days": before.days + 1})
        else:
            found.append(SkippedDays(first=day, last=day, days=1, why=why))
    return found


def _skipped(
    clock: Clock, last: date, calendar: WorkingCalendar, name_of: NameOfDay
) -> Iterator[tuple[date, str]]:
    for ahead in range(1, (last - clock.starts_on).days + 1):
        day = clock.starts_on + timedelta(days=ahead)
        stop = next((stop for stop in clock.stops if stop.on < day <= (stop.until or last)), None)
        if stop is not None:
            yield day, f"中止计时：{stop.reason}"
        elif not calendar.is_working_day(day):
            yield day, name_of(day) or f"周{WEEKDAYS[day.weekday()]}"
