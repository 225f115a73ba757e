"""The outbox: mails committed together with what caused them, waiting to be sent.

Queued in the transaction of what caused them, for applicants and for officials; here they are only read and marked.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Update, func, update
from sqlmodel import col, delete, select

from adapters.store.engine import open_session, transaction
from adapters.store.mail.suppressed import key_of, suppress
from adapters.store.reach import Engine
from adapters.store.tables.mail import Mail, SuppressedAddress
from adapters.store.writing import Session
from domain.case.record.mail_facts import MailFacts
from domain.invitation.mail_facts import INVITATION_KINDS, InvitationMailFacts
from domain.office_mail import OfficeMailFacts
from domain.post_office import OF_THE_ADDRESS, MailFault, WaitingMail
from domain.public_notice.objector_mail import OBJECTOR_KINDS, ObjectorMailFacts

AT_ONCE = 500
"""Mails of which cases are told together."""


class Outbox:
    """The table of mails, as the post office sees it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self, limit: int) -> list[WaitingMail]:
        """The mails to send next: in order of creation, those that the server put off before after the others."""
        order = (col(Mail.attempts), col(Mail.created_at), col(Mail.seq), col(Mail.message_id))
        chosen = select(Mail).where(*is_waiting()).order_by(*order).limit(limit)
        with open_session(self._engine) as session:
            return [waiting_mail(row) for row in session.exec(chosen)]

    def recipient_of(self, mail: WaitingMail) -> str:
        """Where a mail goes as of now: the address may have been changed since it was read."""
        with open_session(self._engine) as session:
            return session.get_one(Mail, mail.message_id).recipient

    def count_waiting(self) -> int:
        """How many mails wait."""
        with open_session(self._engine) as session:
            return int(session.exec(select(func.count()).select_from(Mail).where(*is_waiting())).one())

    def mark_sent(self, mail: WaitingMail, at: datetime) -> None:
        """The server has accepted the mail; its case hears of it where it may have waited for that."""
        untold = bool(mail.case_number) and mail.was_in_trouble
        self._mark(mail.message_id, sent_at=at, last_error="", trouble="", reply="", untold=untold)

    def mark_put_off(self, message_id: str, error: str, fault: MailFault, reply: str = "") -> None:
        """The mail was not accepted now; it waits for another attempt."""
        self._mark(message_id, last_error=error, trouble=fault.value, reply=reply)

    def mark_failed(
        self,
        mail: WaitingMail,
        error: str,
        fault: MailFault,
        reply: str,
        at: datetime,
        also: Callable[[Session], None],
    ) -> None:
        """The mail will never be accepted; it is not tried again, nor is anything else sent to an address without anybody.

        ``also`` is done in the same transaction, and the case hears of it. A mail that has another address by now waits for that.
        """
        trouble = {"last_error": error, "trouble": fault.value, "reply": reply}
        failed = _change(mail.message_id, failed=True, untold=bool(mail.case_number), **trouble)
        with transaction(self._engine) as session:
            marked = session.exec(failed.where(col(Mail.recipient) == mail.recipient))
            if fault in OF_THE_ADDRESS:
                suppress(session, mail.recipient, at)
            if marked.rowcount:
                also(session)

    def hold_all(self, fault: MailFault) -> None:
        """Nothing can leave now: every mail that waits says why."""
        with transaction(self._engine) as session:
            session.exec(update(Mail).where(*is_waiting()).values(trouble=fault.value))

    def said_of_others(self, mail: WaitingMail, reply: str, since: datetime) -> bool:
        """Whether the server has refused mails to another address with this very reply since an instant.

        Then those that were given up for it wait again: it was not their addresses.
        """
        alike = (
            col(Mail.reply) == reply,
            col(Mail.recipient) != mail.recipient,
            col(Mail.created_at) > since,
        )
        with transaction(self._engine) as session:
            found = session.exec(select(Mail).where(*alike, col(Mail.sent_at).is_(None))).all()
            for row in found:
                row.failed, row.trouble = False, MailFault.OURS.value
                row.untold = row.case_number is not None
            keys = {key_of(row.recipient) for row in found}
            session.exec(delete(SuppressedAddress).where(col(SuppressedAddress.address).in_(keys)))
        return bool(found)

    def took_any_since(self, at: datetime) -> bool:
        """Whether the server has accepted any mail since an instant."""
        with open_session(self._engine) as session:
            return (
                session.exec(select(Mail.message_id).where(col(Mail.sent_at) > at).limit(1)).first()
                is not None
            )

    def suppressed(self, recipients: set[str]) -> set[str]:
        """Those of these addresses to which nothing is sent any more."""
        keys = {key_of(recipient): recipient for recipient in recipients}
        asked = select(SuppressedAddress.address).where(col(SuppressedAddress.address).in_(keys))
        with open_session(self._engine) as session:
            return {keys[found] for found in session.exec(asked)}

    def untold_cases(self) -> dict[str, list[str]]:
        """Cases that are still to hear what became of their mails, with the mails."""
        asked = select(Mail.case_number, Mail.message_id).where(col(Mail.untold).is_(True)).limit(AT_ONCE)
        found: dict[str, list[str]] = {}
        with open_session(self._engine) as session:
            for case_number, message_id in session.exec(asked):
                found.setdefault(case_number or "", []).append(message_id)
        return found

    def mark_told(self, message_ids: list[str]) -> None:
        """The case has heard of these mails."""
        with transaction(self._engine) as session:
            session.exec(update(Mail).where(col(Mail.message_id).in_(message_ids)).values(untold=False))

    def _mark(self, message_id: str, **changes: object) -> None:
        """One statement is the whole transaction."""
        with transaction(self._engine) as session:
            session.exec(_change(message_id, **changes))


def _change(message_id: str, **changes: object) -> Update:
    changed = update(Mail).where(col(Mail.message_id) == message_id)
    return changed.values(attempts=col(Mail.attempts) + 1, **changes)


def held_mails(engine: Engine) -> dict[MailFault, int]:
    """How many mails wait for what."""
    asked = select(Mail.trouble, func.count()).where(*is_waiting(), Mail.trouble != "").group_by(Mail.trouble)
    with open_session(engine) as session:
        return {MailFault(trouble): int(count) for trouble, count in session.exec(asked)}


def is_waiting() -> tuple[ColumnElement[bool], ...]:
    """What makes a mail wait."""
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
        case_number=row.case_number or "",
        was_in_trouble=bool(row.attempts or row.trouble or row.returned),
    )
