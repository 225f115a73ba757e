"""Judging an announcement before it is loaded: every wrong day at once, by field.

The law says which days must be off (全国年节及纪念日放假办法, Art. 2, as revised in 2024: 13 days a year), and lets the State
Council move weekends only (调休). So an announcement can be counted through: weekdays off, less weekends worked, are 13.
One that says of its own year what the release knows is right as it is: the law gave fewer days in former years.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from domain.calendar import ANNOUNCED_YEARS, WorkingCalendar, statutory_days
from domain.calendar_years.announced_year import WEEKEND, AnnouncedYear
from domain.errors import FieldError, InvalidInput

LAW: Final = "《全国年节及纪念日放假办法》第二条"

LAST_YEAR: Final = 2099
"""The last year of which the lunar days are reckoned."""

_LIBRARY: Final = WorkingCalendar()
_WEEKDAYS: Final = "一二三四五六日"

Faults = Iterator[FieldError]


def check_announcement(announced: AnnouncedYear, latest: date) -> None:
    """Refuse an announcement that cannot be right.

    Args:
        announced: what is to be loaded.
        latest: the last day on which a document can have been issued, today.

    Raises:
        InvalidInput: with every fault by field.
    """
    found = [*_source_faults(announced, latest), *_day_faults(announced)]
    if not found:
        found = [] if _is_the_releases(announced) else [*_sum_faults(announced)]
    if found:
        raise InvalidInput(
            f"{announced.year}年的放假安排有 {len(found)} 处需要更正。",
            clause=LAW,
            remedy="请对照国务院办公厅的通知原文，逐日更正后重新提交；通知调整上年12月或次年1月的日期，一并填写。",
            fields=tuple(found),
        )


def _source_faults(announced: AnnouncedYear, latest: date) -> Faults:
    source = announced.source
    if not source.title.strip():
        yield FieldError(path="source.title", message="须填写通知的标题")
    if not source.number.strip():
        yield FieldError(path="source.number", message="须填写通知的文号")
    if source.issued_on > latest:
        yield FieldError(path="source.issued_on", message="成文日期不得晚于今天")
    if announced.year - source.issued_on.year not in (0, 1):
        message = f"{source.issued_on.year}年的通知只安排当年或次年的放假，不能用于{announced.year}年"
        yield FieldError(path="year", message=message)


def _day_faults(announced: AnnouncedYear) -> Faults:
    yield from _off_faults(announced)
    yield from _make_up_faults(announced)
    for day, name in statutory_days(announced.year).items():
        if day not in announced.off:
            yield FieldError(path="days_off", message=f"缺少法定节假日：{_text(day)} {name}")


def _off_faults(announced: AnnouncedYear) -> Faults:
    seen: set[date] = set()
    for place, day in enumerate(announced.days_off):
        path = f"days_off[{place}].on"
        if not day.name.strip():
            yield FieldError(path=f"days_off[{place}].name", message="须填写节日名称")
        if not _is_within(announced, day.on):
            yield FieldError(path=path, message=f"{_text(day.on)}{_outside(announced)}")
        elif day.on in seen:
            yield FieldError(path=path, message=f"{_text(day.on)}重复列出")
        seen.add(day.on)


def _make_up_faults(announced: AnnouncedYear) -> Faults:
    seen: set[date] = set()
    for place, day in enumerate(announced.make_up_days):
        wrong = _make_up_fault(announced, day, seen)
        if wrong:
            yield FieldError(path=f"make_up_days[{place}]", message=f"{_text(day)}{wrong}")
        seen.add(day)


def _make_up_fault(announced: AnnouncedYear, day: date, seen: set[date]) -> str:
    if not _is_within(announced, day):
        return _outside(announced)
    if day in seen:
        return "重复列出"
    if day in announced.off:
        return "既列为放假，又列为上班"
    if day in statutory_days(day.year):
        return "是法定节假日，不能列为调休上班"
    return "" if day.weekday() in WEEKEND else "本来就是工作日，不能列为调休上班"


def _is_within(announced: AnnouncedYear, day: date) -> bool:
    first, last = announced.reach
    return first <= day <= last


def _outside(announced: AnnouncedYear) -> str:
    return f"不在{announced.year}年内，也不在上年12月或次年1月"


def _sum_faults(announced: AnnouncedYear) -> Faults:
    """A make-up day that was left out, or a day off too many, shows in the sum; a special year says why.

    What the law itself gives in a neighbouring year belongs to that year's sum.
    """
    own = [day for day in announced.off if day.year == announced.year or day not in statutory_days(day.year)]
    given = sum(day.weekday() not in WEEKEND for day in own) - len(announced.made_up)
    owed = sum(len(name.split("; ")) for name in statutory_days(announced.year).values())
    if given != owed and not announced.departure.strip():
        message = (
            f"工作日放假减去周末上班应为法定的 {owed} 天，所填为 {given} 天；"
            "请核对是否漏填调休上班日，确有特殊安排的须在 departure 中说明依据"
        )
        yield FieldError(path="make_up_days", message=message)


def _is_the_releases(announced: AnnouncedYear) -> bool:
    """Whether it says of its own year what the release says, and names no other year's days."""
    if announced.year not in ANNOUNCED_YEARS or any(day.year != announced.year for day in announced.named):
        return False
    return not changed_days(announced, _LIBRARY, _LIBRARY.with_loaded((announced,)))


def changed_days(announced: AnnouncedYear, before: WorkingCalendar, after: WorkingCalendar) -> list[date]:
    """The days within an announcement's reach that count otherwise by one calendar than by another."""
    first, last = announced.reach
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in days if before.is_working_day(day) != after.is_working_day(day)]


def _text(day: date) -> str:
    return f"{day.isoformat()}（周{_WEEKDAYS[day.weekday()]}）"
