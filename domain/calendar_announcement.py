"""Judging an announcement before it is loaded: every wrong day at once, by field.

The law says which days must be off (全国年节及纪念日放假办法, Art. 2, as revised in 2024: 13 days a year), and lets the State
Council move weekends only (调休). So an announcement can be counted through: weekdays off, less weekends worked, are 13.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from domain.announced_year import WEEKEND, AnnouncedYear
from domain.calendar import ANNOUNCED_YEARS, WorkingCalendar, statutory_days
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
        found = (
            [*_library_faults(announced)] if announced.year in ANNOUNCED_YEARS else [*_sum_faults(announced)]
        )
    if found:
        raise InvalidInput(
            f"{announced.year}年的放假安排有 {len(found)} 处需要更正。",
            clause=LAW,
            remedy="请对照国务院办公厅的通知原文，逐日更正后重新提交；只填写本年度的日期，属于相邻年度的日期在该年度的安排中填写。",
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
        if day.on.year != announced.year:
            yield FieldError(path=path, message=f"{_text(day.on)}不在{announced.year}年内")
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
    if day.year != announced.year:
        return f"不在{announced.year}年内"
    if day in seen:
        return "重复列出"
    if day in announced.off:
        return "既列为放假，又列为上班"
    return "" if day.weekday() in WEEKEND else "本来就是工作日，不能列为调休上班"


def _sum_faults(announced: AnnouncedYear) -> Faults:
    """A make-up day that was left out, or a day off too many, shows in the sum; a special year says why."""
    given = sum(day.weekday() not in WEEKEND for day in announced.off) - len(announced.made_up)
    owed = sum(len(name.split("; ")) for name in statutory_days(announced.year).values())
    if given != owed and not announced.departure.strip():
        message = (
            f"工作日放假减去周末上班应为法定的 {owed} 天，所填为 {given} 天；"
            "请核对是否漏填调休上班日，确有特殊安排的须在 departure 中说明依据"
        )
        yield FieldError(path="make_up_days", message=message)


def _library_faults(announced: AnnouncedYear) -> Faults:
    """A year that comes with the release may be loaded for its document, when it says the same."""
    first = date(announced.year, 1, 1)
    days = (first + timedelta(days=ahead) for ahead in range(366))
    for day in days:
        worked = bool(_LIBRARY.is_working_day(day)) if day.year == announced.year else None
        if worked is not None and worked != announced.is_workday(day):
            told = "上班" if worked else "放假"
            message = f"{_text(day)}与随软件发布的日历不一致（应为{told}）；如国务院另有调整，请升级 chinesecalendar 后部署"
            yield FieldError(path="make_up_days" if day.weekday() in WEEKEND else "days_off", message=message)


def _text(day: date) -> str:
    return f"{day.isoformat()}（周{_WEEKDAYS[day.weekday()]}）"
