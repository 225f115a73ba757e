"""Mails to objectors, put into the one outbox in the transaction that causes them."""

from adapters.store.tables.account import AccountRow
from adapters.store.tables.mail import Mail
from adapters.store.writing import Session
from domain.public_notice.objector_mail import ObjectorMailFacts


def queue_objector_mail(session: Session, message_id: str, account: str, facts: ObjectorMailFacts) -> None:
    """Put a mail to the person behind an account into the outbox, once for its Message-ID; without an address there is none."""
    person = session.get(AccountRow, account)
    if person is None or not person.email or session.get(Mail, message_id) is not None:
        return
    session.add(
        Mail(
            message_id=message_id,
            event=facts.kind.value,
            seq=0,
            recipient=person.email,
            facts=facts.model_dump(mode="json"),
            created_at=facts.at,
        )
    )
