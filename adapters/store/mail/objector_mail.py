"""Mails about objections, put into the one outbox in the transaction that causes them."""

from adapters.store.tables.account import AccountRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.mail import Mail
from adapters.store.tables.notice import OutsideObjectorRow
from adapters.store.writing import Session
from domain.public_notice.objector_mail import ObjectorMailFacts


def queue_objector_mail(session: Session, message_id: str, account: str, facts: ObjectorMailFacts) -> None:
    """Put a mail to the person behind an account into the outbox, once for its Message-ID; without an address there is none.

    Who has no account is written to at the address that was confirmed, with the way to what was found.
    """
    person = session.get(AccountRow, account)
    outside = session.get(OutsideObjectorRow, account) if person is None else None
    if outside is not None:
        queue_mail_to(
            session, message_id, outside.contact, facts.model_copy(update={"ticket": outside.ticket})
        )
    elif person is not None and person.email:
        queue_mail_to(session, message_id, person.email, facts)


def queue_for_applicant(session: Session, message_id: str, facts: ObjectorMailFacts) -> None:
    """Put a mail to the applicant of the case into the outbox, once for its Message-ID."""
    queue_mail_to(session, message_id, session.get_one(CaseFile, facts.case_number).contact_email, facts)


def queue_mail_to(session: Session, message_id: str, address: str, facts: ObjectorMailFacts) -> None:
    """Put a mail to an address into the outbox, once for its Message-ID."""
    if session.get(Mail, message_id) is None:
        session.add(
            Mail(
                message_id=message_id,
                event=facts.kind.value,
                seq=0,
                recipient=address,
                facts=facts.model_dump(mode="json"),
                created_at=facts.at,
            )
        )
