"""The judgement of a list, row by row: whom the law grants something, and who can be invited to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from domain.calculator.award import Award, Prior, Reason
from domain.calculator.calculate import calculate
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.departments import LOCALITY_NAMES, locality_of
from domain.errors import FieldError, InvalidInput
from domain.frozen import Frozen
from domain.invitation.invited import Invited
from domain.invitation.reading import ListRow
from domain.money import Yuan, yuan_text
from domain.units.code import NO_CODE, compact, is_code
from domain.units.unit import RegisteredUnit, against_registry, has_ended
from domain.words import mail_address, sign_fault

LONGEST_NAME: Final = 200


class RowResult(StrEnum):
    """What comes of a row."""

    INVITED = "invited"
    NOT_ELIGIBLE = "not_eligible"
    WRONG = "wrong"
    HAS_CASE = "has_case"
    ALREADY_INVITED = "already_invited"
    DUPLICATE = "duplicate"
    UNKNOWN_UNIT = "unknown_unit"


RESULT_NAMES: Final = {
    RowResult.INVITED: "可以邀请",
    RowResult.NOT_ELIGIBLE: "不符合条件",
    RowResult.WRONG: "数据有误",
    RowResult.HAS_CASE: "已有申请",
    RowResult.ALREADY_INVITED: "已邀请",
    RowResult.DUPLICATE: "名单内重复",
    RowResult.UNKNOWN_UNIT: "无法联系",
}


class RowVerdict(Frozen):
    """The answer to one row.

    Attributes:
        words: the answer in one Chinese sentence.
        faults: wrong cells.
        reasons: every reason of the law against it.
        reference: the case, or the invitation, that is already there.
        invited: what the unit is invited to; None unless it is.
    """

    row: int
    unit: str
    unit_name: str
    result: RowResult
    words: str
    faults: tuple[FieldError, ...] = ()
    reasons: tuple[Reason, ...] = ()
    amount: Yuan | None = None
    reference: str = ""
    invited: Invited | None = None


@dataclass(frozen=True)
class Knowledge:
    """What the store knows of units.

    Attributes:
        unit_of: code → the registered unit; None when it was never entered.
        case_on: unit, award base → a case that is under way or was granted; empty when there is none.
        invitation_on: unit, award base → the invitation that is open; empty when there is none.
        prior_of: unit, award base, facts → what the unit has already, as the calculator wants to know it.
    """

    unit_of: Callable[[str], RegisteredUnit | None]
    case_on: Callable[[str, str], str]
    invitation_on: Callable[[str, str], str]
    prior_of: Callable[[str, str, dict[str, Any]], Prior]


class InvitationJudge:
    """Judges the rows of one list in their order.

    Args:
        policy: the version in force.
        subsidy: the type that the list is for.
        today: the day of the list.
        readings: switch → value.
        known: what the store knows.
    """

    def __init__(
        self, policy: Policy, subsidy: SubsidyType, today: date, readings: dict[str, str], known: Knowledge
    ) -> None:
        self._policy, self._subsidy, self._today = policy, subsidy, today
        self._readings, self._known = readings, known
        self._seen: dict[str, int] = {}

    def verdict(self, row: ListRow) -> RowVerdict:
        """Wrong cells first, then what is there already, then the law, then whether the unit can be reached."""
        facts, faults = self._read(row)
        if faults:
            return _told(row, RowResult.WRONG, f"有 {len(faults)} 处需要更正。", faults=tuple(faults))
        unit = compact(row.unit)
        base = self._subsidy.award_base.of(
            unit=unit, year=self._today.year, key=row.award_base_key, facts=facts
        )
        there = self._there_already(row, unit, base)
        return there or self._by_law(row, unit, base)

    @property
    def _unknown_yet(self) -> str:
        return "金额在后续阶段计算。" if self._subsidy.has_money else "本事项不涉及资金。"

    def _read(self, row: ListRow) -> tuple[dict[str, Any], list[FieldError]]:
        found = [*row.faults, *self._about(row)]
        try:
            facts = validate_facts(self._subsidy, row.facts, (Phase.FILING,), self._today, self._readings)
        except InvalidInput as refused:
            told = {fault.path for fault in found}
            wrong = ((row.path_of(field.path), field.message) for field in refused.facts.fields)
            found += [FieldError(path=path, message=message) for path, message in wrong if path not in told]
            facts = {}
        return facts, found

    def _about(self, row: ListRow) -> list[FieldError]:
        """Every fault in what is said of the unit; a cell that could not be read was named already."""
        base = self._subsidy.award_base
        written = (("unit_name", row.unit_name), ("award_base_key", row.award_base_key))
        checks = (
            *((field, bool(sign_fault(text)), sign_fault(text)) for field, text in written),
            ("unit", not is_code(row.unit), NO_CODE),
            ("unit_name", not 0 < len(row.unit_name) <= LONGEST_NAME, f"为必填项，至多 {LONGEST_NAME} 字"),
            ("locality", locality_of(row.locality) is None, f"须为下列之一：{_LOCALITIES}"),
            ("contact_email", not _is_address(row.contact_email), "不是有效的邮箱地址"),
            (
                "award_base_key",
                base.lacks_key(row.award_base_key) or len(row.award_base_key) > LONGEST_NAME,
                f"须填写{base.key_label}，含文字或数字，至多 {LONGEST_NAME} 字",
            ),
        )
        unreadable = {fault.path for fault in row.faults}
        found = [(row.path_of(field), message) for field, is_wrong, message in checks if is_wrong]
        found = found or [(row.path_of(fault.path), fault.message) for fault in self._against_registry(row)]
        return [FieldError(path=path, message=message) for path, message in found if path not in unreadable]

    def _against_registry(self, row: ListRow) -> Iterator[FieldError]:
        """A list may name a unit as it was called when the list was made; where it belongs is the registry's word."""
        unit = self._known.unit_of(compact(row.unit))
        if unit is not None and unit.ended_on is not None:
            yield FieldError(path="unit", message=has_ended(unit).facts.what)
        elif unit is not None:
            name = unit.name if unit.is_called(row.unit_name) else row.unit_name
            yield from against_registry(unit, name, locality_of(row.locality), None)

    def _there_already(self, row: ListRow, unit: str, base: str) -> RowVerdict | None:
        key = f"{unit}\n{base}"
        first = self._seen.setdefault(key, row.row)
        if first != row.row:
            return _told(row, RowResult.DUPLICATE, f"与第 {first} 行是同一单位的同一项目。")
        case = "" if self._subsidy.award_base.repeatable else self._known.case_on(unit, base)
        if case:
            return _told(row, RowResult.HAS_CASE, f"同一项目已有申请 {case}。", reference=case)
        invitation = self._known.invitation_on(unit, base)
        if invitation:
            return _told(row, RowResult.ALREADY_INVITED, "同一项目的邀请尚待单位确认。", reference=invitation)
        return None

    def _by_law(self, row: ListRow, unit: str, base: str) -> RowVerdict:
        award = calculate(
            self._policy,
            self._subsidy.code,
            row.facts,
            on=self._today,
            readings=self._readings,
            prior=self._known.prior_of(unit, base, row.facts),
        )
        if not award.eligible:
            words = "".join(reason.message for reason in award.reasons)
            return _told(row, RowResult.NOT_ELIGIBLE, words, reasons=award.reasons)
        known = self._known.unit_of(unit)
        if known is None and not row.contact_email:
            return _told(row, RowResult.UNKNOWN_UNIT, "单位未在本系统登记，名单中也没有邮箱。")
        return self._invite(row, unit, base, award, known)

    def _invite(
        self, row: ListRow, unit: str, base: str, award: Award, known: RegisteredUnit | None
    ) -> RowVerdict:
        address = row.contact_email or (known.contact_email if known else "")
        invited = Invited(
            unit=unit,
            unit_name=known.name if known else row.unit_name,
            locality=known.locality if known else locality_of(row.locality) or row.locality,
            contact_email=address,
            award_base_key=row.award_base_key,
            award_base=base,
            facts=row.facts,
            amount=award.amount,
            sheet=award.lines,
        )
        amount = f"预计 {yuan_text(award.amount)}。" if award.amount is not None else self._unknown_yet
        words = amount if address else f"{amount}单位没有登记联系邮箱，不发邮件；单位登录后可以看到邀请。"
        return _told(row, RowResult.INVITED, words, amount=award.amount, invited=invited)


def _told(row: ListRow, result: RowResult, words: str, **more: Any) -> RowVerdict:
    return RowVerdict(
        row=row.row,
        unit=row.unit[:40],
        unit_name=row.unit_name[:LONGEST_NAME],
        result=result,
        words=words,
        **more,
    )


_LOCALITIES: Final = "、".join(LOCALITY_NAMES)


def _is_address(text: str) -> bool:
    """Empty is fine: the unit may be known."""
    if not text:
        return True
    try:
        mail_address(text)
    except ValueError:
        return False
    return True
