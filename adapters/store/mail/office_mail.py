"""Mails to officials, put into the one outbox in the transaction that causes them."""

from collections.abc import Mapping
from datetime import datetime

from adapters.store.people.case_people import case_people
from adapters.store.people.desks import administrators, people_of
from adapters.store.tables.mail import Mail
from adapters.store.writing import Session
from domain.office_mail import OfficeMailCase, OfficeMailFacts, office_message_id
from domain.people.availability import CasePeople, has_left
from domain.people.person import Person


def queue_office_mail(
    session: Session, message_id: str, recipient: str, facts: OfficeMailFacts, at: datetime
) -> bool:
    """Put a mail to an official into the outbox, once for its Message-ID.

    Args:
        session: the transaction that causes the mail; the post office is to be told after its commit.
        message_id: see ``domain.office_mail.office_message_id``.
        recipient: the official's address; without one nothing is queued.
        facts: what the mail tells.
        at: when it happened.

    Returns:
        Whether the mail is new.
    """
    if not recipient.strip() or session.get(Mail, message_id) is not None:
        return False
    content = facts.model_dump(mode="json")
    row = Mail(
        message_id=message_id,
        event=facts.kind.value,
        seq=0,
        recipient=recipient,
        facts=content,
        created_at=at,
    )
    session.add(row)
    return True


def queue_for_desk(
    session: Session, party: str, facts: OfficeMailFacts, matter: str, mail_domain: str
) -> int:
    """Write to everybody who acts for an office, and to its head; each gets the same matter once.

    Nobody is told of a case that the person has left: a mail has the others alone, and with none of them there is no mail.

    Args:
        session: the transaction that causes the mails.
        party: department or locality.
        facts: what the mails tell.
        matter: what they are about, once for all times (``office_message_id``).
        mail_domain: the right side of every Message-ID.

    Returns:
        How many mails are new.
    """
    cases = case_people(session, {line.case_number for line in facts.cases})
    return sum(
        queue_office_mail(
            session,
            office_message_id(facts.kind, matter, person.account, mail_domain),
            person.email,
            facts.model_copy(update={"cases": lines}),
            facts.at,
        )
        for person in readers_of_desk(session, party)
        if (lines := _lines_for(person, facts, cases))
    )


def _lines_for(
    person: Person, facts: OfficeMailFacts, cases: Mapping[str, CasePeople]
) -> tuple[OfficeMailCase, ...]:
    """What a person may be told of: the cases that it has not left."""
    return tuple(
        line
        for line in facts.cases
        if not has_left(person, cases.get(line.case_number) or CasePeople(case_number=line.case_number))
    )


def readers_of_desk(session: Session, party: str) -> list[Person]:
    """Everybody who acts for an office, and its head, by username."""
    people = people_of(session, (party,))
    return [person for person in people if person.acting_roles or person.heads(party)]


def overseers_of_desk(session: Session, party: str) -> tuple[Person, ...]:
    """Who oversees an office that has no head: the administrators; nobody where it has one."""
    has_head = any(person.heads(party) for person in people_of(session, (party,)))
    return () if has_head else administrators(session)
