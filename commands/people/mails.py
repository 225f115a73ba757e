"""Alarms and other mails to officials from the API: in the transaction that causes them."""

from collections.abc import Iterable
from datetime import datetime

from adapters.store.calendar.years import counting_years
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.people.desk_alarms import Letterhead, line_of, raise_alarms
from adapters.store.writing import Session
from commands.wiring import Wiring
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.turns import Turn
from domain.departments import party_name
from domain.office_mail import OfficeMailFacts, OfficeMailKind, office_message_id
from domain.people.desk import EmptyDesk
from domain.people.person import Person


def letterhead_of(wired: Wiring) -> Letterhead:
    """Where links lead, and the right side of every Message-ID."""
    settings = wired.settings
    domain = settings.mail_from.rpartition("@")[2].rstrip("> ")
    return Letterhead(public_url=settings.public_url, mail_domain=domain)


def calendar_of(reading: Session) -> WorkingCalendar:
    """The calendar with the years that were loaded."""
    return WorkingCalendar().with_loaded(counting_years(reading))


def alarm(writing: Session, wired: Wiring, empties: Iterable[EmptyDesk], at: datetime) -> bool:
    """Raise the alarms that are new; whether a mail was queued."""
    found = list(empties)
    return bool(found) and raise_alarms(writing, found, at, calendar_of(writing), letterhead_of(wired))


def tell_assigned(
    writing: Session, wired: Wiring, case_number: str, turn: Turn, person: Person, reason: str, at: datetime
) -> bool:
    """Write to whom a turn was given; whether a mail was queued."""
    kind, letterhead = OfficeMailKind.REASSIGNED, letterhead_of(wired)
    matter = f"{case_number}/{turn.party}/{','.join(turn.acts)}/{turn.subject}/{at.isoformat()}"
    line = line_of(writing, case_number, turn, at, calendar_of(writing), letterhead, "")
    facts = OfficeMailFacts(
        kind=kind,
        department=party_name(turn.party, shanghai_date(at)),
        at=at,
        cases=(line,) if line else (),
        reason=reason,
    )
    message_id = office_message_id(kind, matter, person.account, letterhead.mail_domain)
    return queue_office_mail(writing, message_id, person.email, facts, at)
