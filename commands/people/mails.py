"""Alarms and other mails to officials from the API: in the transaction that causes them."""

from collections.abc import Iterable
from datetime import datetime

from adapters.store.calendar.years import StoredCalendar
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.people.desk_alarms import Letterhead, line_of, raise_alarms
from adapters.store.writing import Session
from commands.wiring import Wiring
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.user_tasks import UserTask
from domain.departments import party_name
from domain.office_mail import OfficeMailFacts, OfficeMailKind, office_message_id
from domain.people.availability import EmptyDesk
from domain.people.person import Person


def letterhead_of(wired: Wiring) -> Letterhead:
    """Where links lead, and the right side of every Message-ID."""
    return Letterhead(public_url=wired.settings.public_url, mail_domain=wired.settings.mail_domain)


def calendar_of(session: Session) -> WorkingCalendar:
    """The calendar with the years that were loaded."""
    return StoredCalendar(WorkingCalendar()).at(session)


def alarm(session: Session, wired: Wiring, empties: Iterable[EmptyDesk], at: datetime) -> bool:
    """Raise the alarms that are new; whether a mail was queued."""
    found = list(empties)
    return bool(found) and raise_alarms(session, found, at, calendar_of(session), letterhead_of(wired))


def tell_assigned(
    session: Session,
    wired: Wiring,
    case_number: str,
    task: UserTask,
    person: Person,
    reason: str,
    at: datetime,
) -> bool:
    """Write to whom a task was given; whether a mail was queued."""
    kind, letterhead = OfficeMailKind.REASSIGNED, letterhead_of(wired)
    matter = f"{case_number}/{task.party}/{','.join(task.acts)}/{task.subject}/{at.isoformat()}"
    line = line_of(session, case_number, task, at, calendar_of(session), letterhead, "")
    facts = OfficeMailFacts(
        kind=kind,
        department=party_name(task.party, shanghai_date(at)),
        at=at,
        cases=(line,) if line else (),
        reason=reason,
    )
    message_id = office_message_id(kind, matter, person.account, letterhead.mail_domain)
    return queue_office_mail(session, message_id, person.email, facts, at)
