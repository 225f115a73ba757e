"""What becomes of the mails of one batch: sent, refused for good, put off, or held until we have put something right."""

from datetime import UTC, datetime, timedelta

from temporalio import activity

from activities.mail.alarms import raise_mail_alarm, tell_of_return
from adapters.mail.smtp import MailRefused, MailTrouble
from adapters.store.engine import transaction
from adapters.store.mail.outbox import Outbox
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import Engine
from adapters.store.writing import Session
from domain.post_office import MailFault, WaitingMail

GIVE_UP_AFTER = timedelta(days=5)
"""A mail that its server puts off for so long is given up, as RFC 5321 (4.5.4.1) advises."""

ALIKE_WITHIN = timedelta(days=1)
"""Replies of so many days are compared: the same to several recipients is about us."""


class Outcomes:
    """Marks each mail of a batch in the outbox, and counts.

    Attributes:
        outbox: the table.
        sent, failed: mails that have left the outbox for good.
        deferred: mails that were put off by their recipients.
        held: mails for which the server blames us.
    """

    def __init__(self, engine: Engine, letterhead: Letterhead) -> None:
        self._engine, self._letterhead = engine, letterhead
        self.outbox = Outbox(engine)
        self.sent = self.failed = self.deferred = self.held = 0

    def without_suppressed(self, mails: list[WaitingMail]) -> list[WaitingMail]:
        """The mails that can be tried; those to an address that was refused before fail unasked."""
        suppressed = self.outbox.suppressed({mail.recipient for mail in mails})
        for mail in mails:
            if mail.recipient in suppressed:
                self._fail(mail, "the address was refused before", MailFault.ADDRESS, "")
        return [mail for mail in mails if mail.recipient not in suppressed]

    def send(self, mail: WaitingMail) -> None:
        """The server has accepted it."""
        self.outbox.mark_sent(mail, datetime.now(UTC))
        self.sent += 1
        activity.logger.info("mail %s sent", mail.message_id)

    def refuse(self, mail: WaitingMail, refusal: MailRefused) -> None:
        """It is refused for good; one that does not say whose fault it is is ours when others got the same reply."""
        now = datetime.now(UTC)
        if not refusal.is_doubtful:
            self._fail(mail, refusal.words, MailFault.ADDRESS, refusal.reply)
        elif not self.outbox.said_of_others(mail, refusal.reply, now - ALIKE_WITHIN):
            self._fail(mail, refusal.words, MailFault.DOUBTFUL, refusal.reply)
        elif _is_old(mail) and self.outbox.took_any_since(now - ALIKE_WITHIN):
            self._fail(mail, f"given up: {refusal.words}", MailFault.DOUBTFUL, refusal.reply)
        else:
            self.hold(mail, refusal)

    def hold(self, mail: WaitingMail, trouble: MailTrouble) -> None:
        """It waits until we have put something right, however long that takes; who can is told."""
        self.outbox.mark_put_off(mail.message_id, trouble.words, MailFault.OURS, trouble.reply)
        self.held += 1
        activity.logger.error("mail %s is held: %s", mail.message_id, trouble)
        self._alarm()

    def hold_all(self, why: str) -> None:
        """Nothing can leave until we have put something right."""
        self.outbox.hold_all(MailFault.OURS)
        activity.logger.error("all mails are held: %s", why)
        self._alarm()

    def put_off(self, mail: WaitingMail, delay: MailTrouble) -> None:
        """It is tried again for a while."""
        if _is_old(mail):
            self._fail(mail, f"given up: {delay.words}", MailFault.THEIRS, delay.reply)
            return
        self.outbox.mark_put_off(mail.message_id, delay.words, MailFault.THEIRS, delay.reply)
        self.deferred += 1
        activity.logger.warning("mail %s is put off", mail.message_id)

    def _fail(self, mail: WaitingMail, error: str, fault: MailFault, reply: str) -> None:
        now = datetime.now(UTC)

        def tell_office(session: Session) -> None:
            if mail.case_number:
                tell_of_return(session, mail, fault, now, self._letterhead)

        self.outbox.mark_failed(mail, error, fault, reply, now, tell_office)
        self.failed += 1
        activity.logger.error("mail %s is refused for good", mail.message_id)

    def _alarm(self) -> None:
        with transaction(self._engine) as session:
            raise_mail_alarm(session, datetime.now(UTC), self._letterhead.mail_domain)


def _is_old(mail: WaitingMail) -> bool:
    return datetime.now(UTC) - mail.created_at > GIVE_UP_AFTER
