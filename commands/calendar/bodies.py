"""The body of an announced year, and its views."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from adapters.store.calendar.years import KeptYear, counting
from commands.bodies import Body
from domain.calendar_years.announced_year import AnnouncedYear, DayOff, SourceDocument
from domain.calendar_years.days import CalendarDays, DayOrigin, days_of
from domain.day import Day
from domain.words import OneLine, Reason

MOST_DAYS = 120
"""A year has some thirty days off and half a dozen that are made up."""

Named = Annotated[str, StringConstraints(max_length=200), OneLine]
"""May be empty here: the announcement is judged as a whole, with every fault at once."""

_WEEKDAYS = "一二三四五六日"


class DayOffGiven(Body):
    """One day off, by the name of its holiday; weekends inside a holiday are listed too."""

    on: date
    name: Named


class SourceGiven(Body):
    """The document that announces the year."""

    title: Named = Field(title="通知标题")
    number: Named = Field(title="文号")
    issued_on: Day = Field(title="成文日期")


class AnnouncementBody(Body):
    """公布的放假安排: every day off and every weekend worked in lieu, with the document that says so."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "source": {
                        "title": "国务院办公厅关于2026年部分节假日安排的通知",
                        "number": "国办发明电〔2025〕7号",
                        "issued_on": "2025-11-04",
                    },
                    "days_off": [{"on": "2026-01-01", "name": "元旦"}, {"on": "2026-01-02", "name": "元旦"}],
                    "make_up_days": ["2026-01-04"],
                    "departure": "",
                    "reason": "",
                }
            ]
        },
    )

    source: SourceGiven
    days_off: list[DayOffGiven] = Field(max_length=MOST_DAYS)
    make_up_days: list[date] = Field([], max_length=MOST_DAYS)
    departure: Reason = Field("", title="与法定放假天数不同的依据")
    reason: Reason = Field("", title="更正已装载年度的理由")

    def announced(self, year: int) -> AnnouncedYear:
        """What is announced, for the law to be applied to."""
        return AnnouncedYear(
            year=year,
            days_off=tuple(DayOff(**day.model_dump()) for day in self.days_off),
            make_up_days=tuple(self.make_up_days),
            source=SourceDocument(**self.source.model_dump()),
            departure=self.departure,
        )


class DayView(BaseModel):
    """A day with its weekday, and the name of its holiday where it is off."""

    on: date
    weekday: str
    name: str = ""


class SourceView(BaseModel):
    """The document that announced a year."""

    title: str
    number: str
    issued_on: date


class LoadView(BaseModel):
    """One load of a year. ``followed_at``: when the last open case had its terms computed again, or it was given up."""

    version: int
    source: SourceView
    loaded_at: datetime
    reason: str
    followed_at: datetime | None
    mails: int = Field(title="告知经办人的邮件")
    left: int = Field(title="未能调整期限的案件；再次装载同一内容，即再次通知")


class CalendarLine(BaseModel):
    """A year in the list."""

    year: int
    status: Literal["announced", "provisional"]
    status_name: str
    origin: DayOrigin
    source: SourceView | None
    also: list[SourceView] = Field(title="另有安排本年度日期的文件（相邻年度的通知）")


class CalendarYearView(CalendarLine):
    """Every day of a year on which weekday and working day differ, who says so, and how that changed."""

    working_days: int = Field(title="全年工作日天数")
    days_off: list[DayView]
    make_up_days: list[DayView]
    departure: str = ""
    loads: list[LoadView] = Field(title="装载记录，最新在前")


class LoadedView(CalendarYearView):
    """A year that was just loaded. ``cases``: whether the open cases are being told, or will be."""

    version: int
    cases: Literal["unaffected", "being_told", "waiting", "told"]
    cases_name: str


def calendar_line(year: int, loads: list[KeptYear]) -> CalendarLine:
    """A year as the list shows it; ``loads`` are all versions of all years, the newest first."""
    return CalendarLine.model_validate(_head(days_of(year, counting(loads)), loads))


def calendar_view(year: int, loads: list[KeptYear]) -> CalendarYearView:
    """A year, whole."""
    return CalendarYearView.model_validate(_whole(year, loads))


def loaded_view(year: int, loads: list[KeptYear], cases: str, cases_name: str) -> LoadedView:
    """The year that was just loaded."""
    version = next(kept.version for kept in loads if kept.year == year)
    said = {"version": version, "cases": cases, "cases_name": cases_name}
    return LoadedView.model_validate(_whole(year, loads) | said)


def _whole(year: int, loads: list[KeptYear]) -> dict[str, object]:
    days = days_of(year, counting(loads))
    own = [kept for kept in loads if kept.year == year]
    return {
        **_head(days, loads),
        "working_days": days.working_days,
        "days_off": [_day(day.on, day.name) for day in days.days_off],
        "make_up_days": [_day(day) for day in days.make_up_days],
        "departure": own[0].announced.departure if own else "",
        "loads": [_load(kept) for kept in own],
    }


def _head(days: CalendarDays, loads: list[KeptYear]) -> dict[str, object]:
    counts = {year.year: year for year in counting(loads)}
    own = counts.pop(days.year, None)
    beside = [year.source for year in counts.values() if any(day.year == days.year for day in year.named)]
    return {
        "year": days.year,
        "status": "provisional" if days.provisional else "announced",
        "status_name": "暂定（国务院办公厅尚未公布，按周末和法定节假日推算）"
        if days.provisional
        else "已公布",
        "origin": days.origin,
        "source": own.source.model_dump() if own else None,
        "also": [source.model_dump() for source in beside],
    }


def _day(day: date, name: str = "") -> dict[str, object]:
    return {"on": day, "weekday": f"周{_WEEKDAYS[day.weekday()]}", "name": name}


def _load(kept: KeptYear) -> dict[str, object]:
    return {
        "version": kept.version,
        "source": kept.announced.source.model_dump(),
        "loaded_at": kept.loaded_at,
        "reason": kept.reason,
        "followed_at": kept.finished_at,
        "mails": kept.mails,
        "left": kept.left,
    }
