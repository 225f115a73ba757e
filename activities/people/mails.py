"""Writing to the people of an office about one of its tasks."""

from activities.office import CaseOffice
from adapters.store.cases.office_matters import matter_of
from adapters.store.mail.office_mail import (
    overseers_of_desk,
    queue_for_desk,
    queue_office_mail,
    readers_of_desk,
)
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.record.steps import Request
from domain.case.user_tasks import UserTask
from domain.departments import party_name
from domain.office_mail import OfficeMailFacts, OfficeMailKind, case_line, office_message_id


def write_to_desk(
    office: CaseOffice, session: Session, request: Request, task: UserTask, kind: OfficeMailKind, reason: str
) -> None:
    """Queue a mail about a turn to everybody at its desk and to its head; once for case and seq.

    An escalation goes to the administrators where the desk has no head: it is never heard by the late alone.
    """
    overseers = overseers_of_desk(session, task.party) if kind is OfficeMailKind.TERM_ESCALATION else ()
    if not (overseers or readers_of_desk(session, task.party)):
        return  # people who log in elsewhere have no address here
    facts, matter = (
        _facts(office, session, request, task, kind, reason),
        f"{request.case_number}/{request.seq}",
    )
    queue_for_desk(session, task.party, facts, matter, office.letterhead.mail_domain)
    for person in overseers:
        message_id = office_message_id(kind, matter, person.account, office.letterhead.mail_domain)
        queue_office_mail(session, message_id, person.email, facts, facts.at)


def _facts(
    office: CaseOffice, session: Session, request: Request, task: UserTask, kind: OfficeMailKind, reason: str
) -> OfficeMailFacts:
    matter, today = matter_of(session, request.case_number), shanghai_date(request.at)
    line = case_line(
        matter.plan,
        matter.progress,
        task,
        today=today,
        calendar=office.calendar,
        public_url=office.letterhead.public_url,
    )
    return OfficeMailFacts(
        kind=kind,
        department=party_name(task.party, today),
        at=request.at,
        cases=(line,),
        reason=reason,
    )
