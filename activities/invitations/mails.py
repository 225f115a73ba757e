"""Writing to invited units: each is told of each happening once, in the transaction that causes it."""

from datetime import datetime

from adapters.store.invitations.mails import invitations_in, queue_invitation_mail
from adapters.store.invitations.queries import InvitationRecord
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.catalogue.registry import Catalogue
from domain.frozen import Frozen
from domain.invitation.invited import InvitationStatus
from domain.invitation.mail_facts import InvitationMailFacts, InvitationMailKind, mail_facts


class InvitationNews(Frozen):
    """What the units of a list are told, and when."""

    list_id: str
    kind: InvitationMailKind
    at: datetime


def tell_invited(
    session: Session,
    catalogue: Catalogue,
    letterhead: Letterhead,
    status: InvitationStatus,
    told: InvitationNews,
) -> None:
    """Write to the units of a list whose invitations stand so; repeated, nobody is written to again."""
    for found in invitations_in(session, told.list_id, status):
        message_id = f"<invitation.{told.kind.value}.{found.id}@{letterhead.mail_domain}>"
        facts = _facts(catalogue, letterhead.public_url, found, told)
        queue_invitation_mail(session, message_id, found.invited.contact_email, facts, told.at)


def _facts(
    catalogue: Catalogue, public_url: str, found: InvitationRecord, told: InvitationNews
) -> InvitationMailFacts:
    return mail_facts(
        told.kind,
        catalogue.policy(found.policy_version),
        found.code,
        found.invited,
        found.source,
        reply_by=found.reply_by,
        at=told.at,
        today=shanghai_date(told.at),
        url=f"{public_url.rstrip('/')}/v1/invitations/{found.id}",
        reason=found.reason,
    )
