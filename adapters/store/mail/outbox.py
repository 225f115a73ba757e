"""The outbox: mails committed together with what caused them, waiting to be sent.

Queued in the transaction of what caused them, for applicants and for officials; here they are only read and marked.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.mail import Mail
from domain.case.record.mail_facts import MailFacts
from domain.invitation.mail_facts import INVITATION_KINDS, InvitationMailFacts
from domain.office_mail import OfficeMailFacts
from domain.post_office import WaitingMail
from domain.public_notice.objector_mail import OBJECTOR_KINDS, ObjectorMailFacts


class Outbox:
    """The table of mails, as the post office sees it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self, limit: int) -> list[WaitingMail]:
        """The mails to send next: in order of creation, those that the server put off before after the others."""
        order = (col(Mail.attempts), col(Mail.created_at), col(Mail.seq), col(Mail.message_id))
        chosen = select(Mail).where(*_is_waiting()).order_by(*order).limit(limit)
        with open_session(self._engine) as session:
            return [waiting_mail(row) for row in session.exec(chosen)]

    def count_waiting(self) -> int:
        """How many mails wait."""
        with open_session(self._engine) as session:
            return int(session.exec(select(func.count()).select_from(Mail).where(*_is_waiting())).one())

    def mark_sent(self, message_id: str, at: datetime) -> None:
        """The server has accepted the mail."""
        self._mark(message_id, sent_at=at, last_error="")

    def mark_failed(self, message_id: str, error: str) -> None:
        """The mail will never be accepted; it is not tried again."""
        self._mark(message_id, failed=True, last_error=error)

    def mark_deferred(self, message_id: str, error: str) -> None:
        """The mail was not accepted now; it waits for another attempt."""
        self._mark(message_id, last_error=error)

    def _mark(self, message_id: str, **changes: object) -> None:
        """One statement is the whole transaction."""
        change = (
            update(Mail)
            .where(col(Mail.message_id) == message_id)
            .values(attempts=col(Mail.attempts) + 1, **changes)
        )
        with open_session(self._engine) as session:
            session.exec(change)
            session.commit()


def _is_waiting() -> tuple[ColumnElement[bool], ...]:
    return col(Mail.sent_at).is_(None), col(Mail.failed).is_(False)


def _facts_of(row: Mail) -> MailFacts | OfficeMailFacts | InvitationMailFacts | ObjectorMailFacts:
    if row.case_number is not None:
        return MailFacts.model_validate(row.facts)
    if row.event in INVITATION_KINDS:
        return InvitationMailFacts.model_validate(row.facts)
    if row.event in OBJECTOR_KINDS:
        return ObjectorMailFacts.model_validate(row.facts)
    return OfficeMailFacts.model_validate(row.facts)


def waiting_mail(row: Mail) -> WaitingMail:
    """A mail that belongs to a case is to its applicant, any other to an invited unit, an objector or an official."""
    return WaitingMail(
        message_id=row.message_id,
        recipient=row.recipient,
        facts=_facts_of(row),
        created_at=row.created_at,
        attempts=row.attempts,
    )
