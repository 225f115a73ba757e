"""Whether the rows of a list can be taken: every wrong cell, what stands there twice, what was entered already."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from domain.catalogue.schema import SubsidyType
from domain.earlier_awards.award import EarlierAward
from domain.earlier_awards.reading import AwardLine
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.money import YUAN_PATTERN, plain
from domain.normal_form import normal_form, says_something
from domain.spreadsheet.cells import read_day
from domain.units.code import NO_CODE, compact, is_code
from domain.units.unit import RegisteredUnit
from domain.words import sign_fault

LONGEST: Final = 200
FIRST_YEAR: Final = 2000

AwardKey = tuple[str, str, str]
"""Unit, award base with its year, document: the same award entered twice has the same."""


class LineResult(StrEnum):
    """What a row comes to."""

    GOOD = "good"
    WRONG = "wrong"
    DUPLICATE = "duplicate"
    KNOWN = "known"


RESULT_NAMES: Final = {
    LineResult.GOOD: "可以登记",
    LineResult.WRONG: "数据有误",
    LineResult.DUPLICATE: "清单内重复",
    LineResult.KNOWN: "已登记",
}


class LineVerdict(Frozen):
    """The answer to one row; ``award`` unless something is wrong with it."""

    row: int
    unit: str
    result: LineResult
    words: str
    faults: tuple[FieldError, ...] = ()
    award: EarlierAward | None = None


def key_of(award: EarlierAward) -> AwardKey:
    """By what an award is known again, however its document was written."""
    return award.unit, f"{award.award_base}/{award.year}", normal_form(award.document_number)


@dataclass
class LineJudge:
    """Judges the rows of one list in their order.

    Attributes:
        subsidy: the type that the list is of.
        today: nothing was granted later.
        unit_of: code → the registered unit; None when it was never entered.
        known_as: key of an award → where it was entered; empty when it was not.
        heirs: code → the unit that bears now what that unit had; what is not named bears it itself.
    """

    subsidy: SubsidyType
    today: date
    unit_of: Callable[[str], RegisteredUnit | None]
    known_as: Callable[[AwardKey], str]
    heirs: Mapping[str, str] = field(default_factory=dict)
    _seen: dict[AwardKey, int] = field(default_factory=dict)

    def verdict(self, line: AwardLine) -> LineVerdict:
        """Wrong cells first, then what is there already."""
        unit, unreadable = compact(line.unit), {fault.path for fault in line.faults}
        faults = [
            *line.faults,
            *(fault for fault in self._faults(line, unit) if fault.path not in unreadable),
        ]
        if faults:
            words = f"有 {len(faults)} 处需要更正。"
            return LineVerdict(
                row=line.row, unit=unit, result=LineResult.WRONG, words=words, faults=tuple(faults)
            )
        award = self._award(line, self.heirs.get(unit, unit))
        key = key_of(award)
        first, known = self._seen.setdefault(key, line.row), self.known_as(key)
        if first != line.row:
            return self._there(line, unit, LineResult.DUPLICATE, f"与第 {first} 行是同一笔奖补。")
        if known:
            return self._there(
                line, unit, LineResult.KNOWN, f"同一单位、项目、年度和文号的奖补已在清单 {known} 中登记。"
            )
        words = f"{plain(award.amount)} 元，确认后计入。"
        return LineVerdict(row=line.row, unit=unit, result=LineResult.GOOD, words=words, award=award)

    def _there(self, line: AwardLine, unit: str, result: LineResult, words: str) -> LineVerdict:
        fault = FieldError(path=line.path_of("document_number"), message=words)
        return LineVerdict(row=line.row, unit=unit, result=result, words=words, faults=(fault,))

    def _award(self, line: AwardLine, unit: str) -> EarlierAward:
        granted_on, year = read_day(line.granted_on), int(line.year)
        assert granted_on is not None  # noqa: S101 - it was judged
        return EarlierAward(
            code=self.subsidy.code,
            unit=unit,
            unit_name=line.unit_name,
            award_base=self.subsidy.award_base.of_year(unit=unit, year=year, key=line.award_base_key),
            award_base_key=line.award_base_key,
            year=year,
            amount=Decimal(line.amount),
            granted_on=granted_on,
            document_number=line.document_number,
            note=line.note,
        )

    def _faults(self, line: AwardLine, unit: str) -> Iterator[FieldError]:
        base, registered = self.subsidy.award_base, self.unit_of(unit)
        other_name = registered is not None and not registered.is_called(line.unit_name)
        is_amount = bool(re.fullmatch(YUAN_PATTERN, line.amount, re.ASCII)) and Decimal(line.amount) > 0
        checks = (
            ("unit", not is_code(line.unit), NO_CODE),
            *_written(line, "unit_name", "document_number"),
            ("unit_name", other_name, f"与登记的单位名称“{registered.name if registered else ''}”不一致"),
            *(_written(line, "award_base_key") if base.needs_key else ()),
            ("award_base_key", bool(line.award_base_key) and not base.needs_key, "本事项不填项目标识"),
            ("year", not self._is_year(line.year), f"须为 {FIRST_YEAR} 至 {self.today.year} 之间的四位年份"),
            ("amount", not is_amount, "须为大于 0、至多两位小数的数字，单位为元"),
            ("granted_on", not self._is_past(line.granted_on), "须为日期，如 2025-06-30，且不得晚于今天"),
            ("note", bool(sign_fault(line.note)), sign_fault(line.note)),
        )
        told: set[str] = set()
        for name, is_wrong, message in checks:
            if is_wrong and name not in told:
                told.add(name)
                yield FieldError(path=line.path_of(name), message=message)

    def _is_year(self, text: str) -> bool:
        return bool(re.fullmatch(r"\d{4}", text, re.ASCII)) and FIRST_YEAR <= int(text) <= self.today.year

    def _is_past(self, text: str) -> bool:
        day = read_day(text)
        return day is not None and day <= self.today


def _written(line: AwardLine, *fields: str) -> Iterator[tuple[str, bool, str]]:
    """Something that can be compared must be written, on one line, and not too long."""
    for name in fields:
        text: str = getattr(line, name)
        yield name, bool(sign_fault(text)), sign_fault(text)
        yield (
            name,
            not says_something(text) or len(text) > LONGEST,
            f"为必填项，须含文字或数字，至多 {LONGEST} 字",
        )
