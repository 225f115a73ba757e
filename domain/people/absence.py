"""Absence (缺勤) from one day to another, with a deputy (代理人) or without: what may be entered, and when it holds."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from domain.case.record.narrative import day_text
from domain.errors import FieldError, InvalidInput
from domain.frozen import Frozen
from domain.people.person import Person

LONGEST: Final = timedelta(days=366)
"""Whoever is away for longer sits at the desk no more: that is for an administrator to enter."""


class Absence(Frozen):
    """Somebody is away from the first to the last day, both included.

    Attributes:
        person: account of who is away.
        department: whose desk that is.
        deputy: account of who stands in; empty when nobody does.
    """

    id: str
    person: str
    department: str
    from_on: date
    until_on: date
    deputy: str = ""

    def covers(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.from_on <= day <= self.until_on

    def overlaps(self, other: "Absence") -> bool:
        """Whether both hold on some day."""
        return self.from_on <= other.until_on and other.from_on <= self.until_on

    @property
    def days_text(self) -> str:
        """From when until when, in words."""
        return f"{day_text(self.from_on)}至{day_text(self.until_on)}"


def check_absence(
    asked: Absence, person: Person, deputy: Person | None, standing: Iterable[Absence], today: date
) -> None:
    """Refuse an absence that cannot be entered, every reason at once, each with its way out.

    Args:
        asked: what is to be entered; ``deputy`` is empty for a plain absence.
        person: who is away.
        deputy: who stands in.
        standing: the absences of the department that were entered and not revoked.
        today: the day of the entry.

    Raises:
        InvalidInput: wrong days, overlapping days, or a deputy who cannot stand in.
    """
    others = [other for other in standing if other.id != asked.id and other.overlaps(asked)]
    found = [*_wrong_days(asked, today), *_wrong_while_away(asked, others)]
    if deputy is not None:
        found += _wrong_deputy(person, deputy, others)
    if found:
        raise InvalidInput("缺勤登记需要更正。", remedy="请按各项提示更正后重新提交。", fields=tuple(found))


def _wrong_days(asked: Absence, today: date) -> list[FieldError]:
    if asked.until_on < asked.from_on:
        return [FieldError(path="until_on", message="不得早于开始日期；请更正起止日期")]
    if asked.until_on - asked.from_on >= LONGEST:
        message = "一次至多登记一年；长期离岗的，请联系管理员调整岗位人员"
        return [FieldError(path="until_on", message=message)]
    if asked.until_on < today:
        return [FieldError(path="until_on", message=f"已经过去；请填写{day_text(today)}或以后的日期")]
    return []


def _wrong_while_away(asked: Absence, others: list[Absence]) -> list[FieldError]:
    """One person is away once at a time, and is nobody's deputy meanwhile: deputies do not form chains."""
    own = [
        FieldError(
            path="from_on",
            message=f"与已登记的缺勤（{other.days_text}）重叠；请调整日期，或先撤销该登记（编号 {other.id}）",
        )
        for other in others
        if other.person == asked.person
    ]
    stands_in = [
        FieldError(
            path="from_on",
            message=f"在此期间（{other.days_text}）已受托代理他人；请先由委托人或部门负责人撤销该登记（编号 {other.id}）",
        )
        for other in others
        if other.deputy == asked.person
    ]
    return own + stands_in


def _wrong_deputy(person: Person, deputy: Person, others: list[Absence]) -> list[FieldError]:
    def wrong(message: str) -> FieldError:
        return FieldError(path="deputy", message=message)

    if deputy.account == person.account:
        return [wrong("不能由本人代理；请另选本部门人员，或留空表示暂无代理人")]
    if deputy.desk != person.desk or not person.acting_roles <= deputy.acting_roles:
        return [wrong("须为本部门具有相同经办角色的人员；请另选，或留空表示暂无代理人")]
    return [
        wrong(f"在此期间也登记了缺勤（{other.days_text}）；请另选代理人或调整日期")
        for other in others
        if other.person == deputy.account
    ]


def absence_on(absences: Iterable[Absence], account: str, day: date) -> Absence | None:
    """The absence of a person on a day; None when the person is there."""
    return next((each for each in absences if each.person == account and each.covers(day)), None)
