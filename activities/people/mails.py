"""Writing to the people of an office about one of its turns."""

from activities.verbs import Verbs
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
from domain.case.turns import Turn
from domain.departments import party_name
from domain.office_mail import OfficeMailFacts, OfficeMailKind, case_line, office_message_id


def write_to_desk(
    verbs: Verbs, writing: Session, request: Request, turn: Turn, kind: OfficeMailKind, reason: str
) -> None:
    """Queue a mail about a turn to everybody at its desk and to its head; once for case and seq.

    An escalation goes to the administrators where the desk has no head: it is never heard by the late alone.
    """
    overseers = overseers_of_desk(writing, turn.party) if kind is OfficeMailKind.TERM_ESCALATION else ()
    if not (overseers or readers_of_desk(writing, turn.party)):
        return  # people who log in elsewhere have no address here
    facts, matter = (
        _facts(verbs, writing, request, turn, kind, reason),
        f"{request.case_number}/{request.seq}",
    )
    queue_for_desk(writing, turn.party, facts, matter, verbs.mail_domain)
    for person in overseers:
        message_id = office_message_id(kind, matter, person.account, verbs.mail_domain)
        queue_office_mail(writing, message_id, person.email, facts, facts.at)


def _facts(
    verbs: Verbs, writing: Session, request: Request, turn: Turn, kind: OfficeMailKind, reason: str
) -> OfficeMailFacts:
    matter, today = matter_of(writing, request.case_number), shanghai_date(request.at)
    line = case_line(
        matter.plan,
        matter.progress,
        turn,
        today=today,
        calendar=verbs.calendar,
        public_url=verbs.public_url,
    )
    return OfficeMailFacts(
        kind=kind,
        department=party_name(turn.party, today),
        at=request.at,
        cases=(line,),
        reason=reason,
    )
