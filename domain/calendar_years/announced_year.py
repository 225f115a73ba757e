"""A year of the calendar as the State Council announced it: the days off, the days worked in lieu, the document."""

import json
from datetime import date
from hashlib import sha256

from domain.frozen import Frozen

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as ``date.weekday`` counts."""


class DayOff(Frozen):
    """A day that is not worked, by the name of its holiday (春节); weekends inside a holiday are named too."""

    on: date
    name: str


class SourceDocument(Frozen):
    """The document (通知) that says so.

    Attributes:
        title: 国务院办公厅关于2026年部分节假日安排的通知.
        number: 文号, 国办发明电〔2025〕7号.
        issued_on: the day under its text (成文日期).
    """

    title: str
    number: str
    issued_on: date

    @property
    def named(self) -> str:
        """Its title with its number, as it is referred to."""
        return f"{self.title}（{self.number}）"


class AnnouncedYear(Frozen):
    """One announced year. What it does not name is worked from Monday to Friday.

    The document may name days of the neighbouring years beside its own: of the December before, of the January after.

    Attributes:
        year: the calendar year in Asia/Shanghai.
        days_off: every day of the announced holidays, the weekends inside them included.
        make_up_days: Saturdays and Sundays that are worked (调休上班).
        source: the document.
        departure: why the year has more or fewer days off than the law gives, where it has; else empty.
    """

    year: int
    days_off: tuple[DayOff, ...]
    make_up_days: tuple[date, ...] = ()
    source: SourceDocument
    departure: str = ""

    @property
    def off(self) -> frozenset[date]:
        """The days off, to look a day up in."""
        return frozenset(day.on for day in self.days_off)

    @property
    def made_up(self) -> frozenset[date]:
        """The days worked in lieu, to look a day up in."""
        return frozenset(self.make_up_days)

    @property
    def named(self) -> frozenset[date]:
        """Every day that it names."""
        return self.off | self.made_up

    @property
    def reach(self) -> tuple[date, date]:
        """The first and the last day that its document may name."""
        return date(self.year - 1, 12, 1), date(self.year + 1, 1, 31)

    @property
    def digest(self) -> str:
        """SHA-256 over what is announced, in the order of the days: the same announcement, however it is written."""
        content = self.model_dump(mode="json")
        content["days_off"] = sorted(content["days_off"], key=lambda day: (day["on"], day["name"]))
        content["make_up_days"] = sorted(content["make_up_days"])
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
