"""Mails to officials: why somebody of an office is written to, and the facts that such a mail may use.

About cases by their number, type and status sentence alone: no unit, no person, no bank data. What is not a field
here cannot be in a mail.
"""

import hashlib
from datetime import date, datetime
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.case.record.narrative import last_day_text, status_sentence
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.case.user_tasks import UserTask
from domain.frozen import Frozen


class OfficeMailKind(StrEnum):
    """Why an official is written to; the value is the name of the mail's folder in ``templates/mail``."""

    EMPTY_DESK = "empty_desk"
    WEEKLY_DIGEST = "weekly_digest"
    URGED = "urged"
    TERM_REMINDER = "term_reminder"
    TERM_ESCALATION = "term_escalation"
    TERM_RESUMED = "term_resumed"
    CALENDAR_MOVED = "calendar_moved"
    REASSIGNED = "reassigned"
    MAILS_HELD = "mails_held"
    ALARM = "alarm"
    NOTICE_RETURNED = "notice_returned"
    TURN_OPENED = "turn_opened"
    LAST_DAY = "last_day"
    DAILY_TURNS = "daily_turns"
    COPIED = "copied"
    LIST_CHANGED = "list_changed"
    EXPERT_ASKED = "expert_asked"
    EXPERT_REMINDED = "expert_reminded"
    EXPERT_REVOKED = "expert_revoked"
    EXPERT_TOLD = "expert_told"


OFFICE_TITLES: dict[OfficeMailKind, str] = {
    OfficeMailKind.EMPTY_DESK: "岗位无人办理",
    OfficeMailKind.WEEKLY_DIGEST: "逾期事项周报",
    OfficeMailKind.URGED: "催办提醒",
    OfficeMailKind.TERM_REMINDER: "办理期限提醒",
    OfficeMailKind.TERM_ESCALATION: "逾期督办",
    OfficeMailKind.TERM_RESUMED: "办理期限恢复计时",
    OfficeMailKind.CALENDAR_MOVED: "办理期限有变动",
    OfficeMailKind.REASSIGNED: "办理人有变动",
    OfficeMailKind.MAILS_HELD: "邮件投递受阻",
    OfficeMailKind.ALARM: "系统告警",
    OfficeMailKind.NOTICE_RETURNED: "通知无法送达申请单位",
    OfficeMailKind.TURN_OPENED: "有新的待办事项",
    OfficeMailKind.LAST_DAY: "办理期限将满",
    OfficeMailKind.DAILY_TURNS: "每日待办事项",
    OfficeMailKind.COPIED: "案件抄送",
    OfficeMailKind.LIST_CHANGED: "拨付清单有变动",
    OfficeMailKind.EXPERT_ASKED: "专家评审委托",
    OfficeMailKind.EXPERT_REMINDED: "专家评审提醒",
    OfficeMailKind.EXPERT_REVOKED: "评审委托已撤回",
    OfficeMailKind.EXPERT_TOLD: "评审结果告知",
}


class OfficeMailCase(Frozen):
    """One case as a mail to an official lists it.

    Attributes:
        number, name: of the subsidy type ("1.1", 算力中心建设补助).
        sentence: the status sentence (``domain.case.record.narrative``).
        due: until when the office has, "2026年12月1日" with 暂定 where provisional; empty when no term runs.
        due_before: until when it had before the day moved; empty for most.
        days_overdue: working days since the end of the term; 0 while it runs.
        link: where the case is.
        reason: about this case, in the official's words; may be empty.
    """

    case_number: str
    number: str
    name: str
    stage: str
    sentence: str
    due: str = ""
    due_before: str = ""
    days_overdue: int = 0
    link: str = ""
    reason: str = ""


class OfficeMailFacts(Frozen):
    """What the templates of ``templates/mail/<kind>`` may use.

    Attributes:
        kind: why the mail is written.
        department: Chinese name of the office that is greeted.
        at: when it happened.
        cases: the cases that it is about.
        reason: why, in an official's words; may be empty.
        calendar: the announcement by which terms moved (``CALENDAR_MOVED``); empty for the others.
    """

    kind: OfficeMailKind
    department: str
    at: datetime
    cases: tuple[OfficeMailCase, ...] = ()
    reason: str = ""
    calendar: str = ""

    @property
    def title(self) -> str:
        """What the mail is about, in few words."""
        return OFFICE_TITLES[self.kind]


def case_line(
    plan: CasePlan,
    progress: Progress,
    task: UserTask | None,
    *,
    today: date,
    calendar: WorkingCalendar,
    public_url: str,
    reason: str = "",
) -> OfficeMailCase:
    """A case as the office sees it whose task is given; without a task, or while its term stands still, none is told."""
    line = line_without_term(plan, progress, public_url, reason)
    if task is None:
        return line
    late = days_overdue(task, today, calendar)
    return line.model_copy(update={"due": last_day_text(task), "days_overdue": late})


def line_without_term(plan: CasePlan, progress: Progress, public_url: str, reason: str) -> OfficeMailCase:
    """A case, and why an office reads of it."""
    return OfficeMailCase(
        case_number=plan.case_number,
        number=plan.number,
        name=plan.name,
        stage=progress.stage.value,
        sentence=status_sentence(progress),
        link=f"{public_url.rstrip('/')}/v1/applications/{plan.case_number}",
        reason=reason,
    )


def days_overdue(task: UserTask, today: date, calendar: WorkingCalendar) -> int:
    """Working days since an office let its term pass; 0 while it runs or stands still."""
    if task.term is None or not task.is_overdue(today):
        return 0
    return calendar.working_days_between(task.term.due_on, today)


def office_message_id(kind: OfficeMailKind, matter: str, account: str, mail_domain: str) -> str:
    """The Message-ID of one mail to one official: the same matter told twice to the same account is one mail.

    Args:
        kind: why the mail is written.
        matter: what it is about, once for all times: a case with its ``seq``, a week, a calendar with its digest.
        account: id of the official's account; only a digest of it stands in the Message-ID.
        mail_domain: the right side of every Message-ID.
    """
    digest = hashlib.sha256(f"{kind.value}\n{matter}\n{account}".encode()).hexdigest()
    return f"<office.{kind.value}.{digest[:32]}@{mail_domain}>"


def week_key(day: date) -> str:
    """The ISO week of a day, "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
