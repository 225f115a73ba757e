"""Mails to invited units, put into the one outbox in the transaction that causes them."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.invitations.queries import InvitationRecord, invitation_record
from adapters.store.schema import Invitation, InvitationList
from adapters.store.tables.mail import Mail
from adapters.store.writing import Session
from domain.invitation.invited import InvitationStatus
from domain.invitation.mail_facts import InvitationMailFacts


def invitations_in(session: Session, list_id: str, status: InvitationStatus) -> list[InvitationRecord]:
    """The invitations of a list that stand so, in the order of their rows."""
    asked = (
        select(Invitation, InvitationList)
        .join(InvitationList)
        .where(Invitation.list_id == list_id, Invitation.status == status.value)
        .order_by(col(Invitation.row))
    )
    return [invitation_record(row, head) for row, head in session.exec(asked)]


def queue_invitation_mail(
    session: Session, message_id: str, recipient: str, facts: InvitationMailFacts, at: datetime
) -> bool:
    """Put a mail to an invited unit into the outbox, once for its Message-ID; without an address there is none.

    Returns:
        Whether the mail is new.
    """
    if not recipient or session.get(Mail, message_id) is not None:
        return False
    content = facts.model_dump(mode="json")
    session.add(
        Mail(
            message_id=message_id,
            event=facts.kind.value,
            seq=0,
            recipient=recipient,
            facts=content,
            created_at=at,
        )
    )
    return True
