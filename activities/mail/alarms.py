"""Who is told of mails that cannot arrive: the lead of a case of those to its applicant, the administrators of all that wait.

The alarm of mails that wait for us: once a day to each administrator, by the same outbox.

It reaches them where only some servers blame us; where none takes our mails the log, ``/readyz`` and the post office's
details in Temporal are the alarm, and this mail is the record of it when mails go again.
"""

from datetime import datetime

from adapters.store.audit.chain import append
from adapters.store.cases.office_matters import matter_of
from adapters.store.mail.office_mail import queue_for_desk, queue_office_mail
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.people.desks import administrators
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.record.events import TITLES
from domain.case.record.mail_facts import MailFacts
from domain.departments import party_name
from domain.office_mail import OfficeMailFacts, OfficeMailKind, line_without_term, office_message_id
from domain.post_office import MailFault, WaitingMail

WHAT_TO_DO = (
    "邮件服务器拒收本系统发出的邮件，原因在发信一方（发信账号、发件人地址、中继许可、发信额度或被列入拦截名单）。"
    "受影响的邮件均在等待，恢复后自动发出，不需要重新办理。"
)


WHY_NOT = {
    MailFault.ADDRESS: "被退回：收件地址无效",
    MailFault.DOUBTFUL: "被对方邮件服务器拒收",
    MailFault.THEIRS: "多日未能送达：对方邮箱不能收信",
    MailFault.OURS: "未能发出",
    MailFault.AWAY: "未能发出",
}
"""Why a mail will not arrive, in the words of its lead."""


def raise_mail_alarm(session: Session, at: datetime, mail_domain: str) -> None:
    """Write to each administrator that the mail server blames us; once a day."""
    kind = OfficeMailKind.MAILS_HELD
    facts = OfficeMailFacts(kind=kind, department="系统管理员", at=at, reason=WHAT_TO_DO)
    for person in administrators(session):
        message_id = office_message_id(kind, str(shanghai_date(at)), person.account, mail_domain)
        queue_office_mail(session, message_id, person.email, facts, at)


def tell_of_return(
    session: Session, mail: WaitingMail, fault: MailFault, at: datetime, letterhead: Letterhead
) -> None:
    """Write to the lead of a case that a mail to its applicant will not arrive, and append it to the case's chain."""
    assert isinstance(mail.facts, MailFacts)  # noqa: S101 - a mail of a case
    event = mail.facts.event
    what = f"{mail.message_id}/{mail.attempts}"
    append(
        session,
        chain=mail.case_number,
        at=at,
        action="mail:returned",
        subject=mail.message_id,
        after={"event": event.value, "fault": fault.value},
    )
    matter, kind = matter_of(session, mail.case_number), OfficeMailKind.NOTICE_RETURNED
    why = f"“{TITLES[event]}”邮件{WHY_NOT[fault]}。"
    line = line_without_term(matter.plan, matter.progress, letterhead.public_url, why)
    lead = party_name(matter.plan.lead, shanghai_date(at))
    facts = OfficeMailFacts(kind=kind, department=lead, at=at, cases=(line,))
    queue_for_desk(session, matter.plan.lead, facts, what, letterhead.mail_domain)
