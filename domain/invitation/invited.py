"""An invitation (免申即享邀请): its source, what it promises, how it can end, and on which days its term falls."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.calculator.award import SheetLine
from domain.calendar import DueDate, WorkingCalendar, shanghai_midnight
from domain.case.acts.act import Facts
from domain.catalogue.schema import Policy, SubsidyType
from domain.frozen import Frozen
from domain.money import Yuan

REMIND_WORKING_DAYS: Final = 3
"""So many working days before the last day to confirm, whoever has not answered is reminded."""

SHORTEST_WORKING_DAYS: Final = 5
"""An invitation stays open at least so long: the reminder falls behind the invitation, and before its end."""

LONGEST_DAYS: Final = 180


class InvitationStatus(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


STATUS_NAMES: Final = {
    InvitationStatus.OPEN: "待确认",
    InvitationStatus.CONFIRMED: "已确认申报",
    InvitationStatus.DECLINED: "单位不需要",
    InvitationStatus.LAPSED: "到期未确认",
    InvitationStatus.WITHDRAWN: "部门已撤回",
}


WAITING_NAME: Final = "已确认，待提交"
"""Confirmed while no case could begin; it is filed as soon as one can."""


class ListSource(Frozen):
    """Where a list comes from: title and number (文号) of the document, and what of the application it stands for.

    Attributes:
        documents_held: codes of the documents that the office has with it, and does not ask for again.
    """

    title: str
    number: str
    documents_held: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As it is quoted: 《2026年国家级平台认定名单》(国科发〔2026〕8号)."""
        title = self.title.removeprefix("《").removesuffix("》")
        return f"《{title}》（{self.number}）"


class Invited(Frozen):
    """What a unit is invited to: the application as it will be filed, but for the letter of credit."""

    unit: str
    unit_name: str
    locality: str
    contact_email: str = ""
    award_base_key: str = ""
    award_base: str
    facts: Facts
    amount: Yuan | None = None
    sheet: tuple[SheetLine, ...] = ()


class InvitationOrigin(Frozen):
    """That a case came by invitation, as its reader sees it."""

    invitation: str
    list_id: str
    source: ListSource
    invited_at: datetime
    confirmed_at: datetime | None = None


def reminder_day(calendar: WorkingCalendar, reply_by: date) -> date:
    """The day on which one is reminded: between it and the last day lie ``REMIND_WORKING_DAYS`` working days.

    Example: 2026-12-11, a Friday → 2026-12-08.
    """
    day = reply_by
    while calendar.working_days_between(day, reply_by) < REMIND_WORKING_DAYS or not calendar.is_working_day(
        day
    ):
        day -= timedelta(days=1)
    return day


def last_day_of(calendar: WorkingCalendar, reply_by: date) -> date:
    """The last day to confirm: as it was told, or the end of the grace after an outage that it lay in."""
    return calendar.after_outages(DueDate(on=reply_by), reply_by).on


def end_of(reply_by: date) -> datetime:
    """The first instant at which it is too late to confirm."""
    return shanghai_midnight(reply_by + timedelta(days=1))


def filing_ends(policy: Policy, subsidy: SubsidyType) -> date:
    """The last day on which one may apply: where no event earns the money, the day of filing does (附则(一))."""
    validity = subsidy.validity
    counts = validity is not None and validity.counts(lambda name: policy.readings[name].default)
    return policy.filing_until if counts else policy.valid_until


def wrong_reply_by(calendar: WorkingCalendar, today: date, reply_by: date, filing_until: date) -> str:
    """What is wrong with the last day to confirm; empty when nothing is."""
    if reply_by > filing_until:
        return f"不得晚于申报截止日 {filing_until}"
    if (reply_by - today).days > LONGEST_DAYS:
        return f"不得晚于 {LONGEST_DAYS} 天之后"
    if reply_by <= today or calendar.working_days_between(today, reply_by) < SHORTEST_WORKING_DAYS:
        return f"至少须留 {SHORTEST_WORKING_DAYS} 个工作日供单位确认"
    return ""


def next_words(status: InvitationStatus, reply_by: date, case_number: str | None, *, waits: bool) -> str:
    """What happens next with an invitation; empty when nothing does.

    Args:
        status: where it stands.
        reply_by: the last day to confirm.
        case_number: of the case that came of it.
        waits: whether it was confirmed while no case could begin.
    """
    if waits:
        return (
            f"确认已经登记，案件编号 {case_number}。流程服务恢复后，申请于每日上午8:30自动提交；"
            "也可以稍后再次确认，立即提交。提交后发送邮件告知。"
        )
    if status is InvitationStatus.OPEN:
        return f"请在 {reply_by}（含当日）之前确认，或者选择不需要；不确认不影响自行申报。"
    return f"申请已经提交，请查看案件 {case_number}。" if status is InvitationStatus.CONFIRMED else ""


def submitted_words(source: ListSource) -> str:
    """What the record of a case says of its filing."""
    return f"免申即享：依据{source.words}邀请，由单位确认申报。"
