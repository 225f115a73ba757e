"""Sending the mails of the outbox.

At least once: a mail is marked sent right after the server has accepted it, so a crash in between sends it a
second time, under the same Message-ID. Logs carry message ids, never an address.
"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic

from jinja2 import TemplateError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.heartbeat import heartbeat
from activities.mail.letters import Enclosure, LetterMaker
from adapters.mail.message import AddressInvalid, compose
from adapters.mail.render import render
from adapters.mail.smtp import Connection, MailDeferred, MailRefused, MailServerAway, Postbox
from adapters.store.mail.outbox import Outbox
from adapters.store.reach import Engine
from domain.post_office import SEND_MAILS, SendReport, SendRequest, WaitingMail

BATCH_SECONDS = 45
"""A batch begins no further mail after this time, so that it ends well within its time-out."""

GIVE_UP_AFTER = timedelta(days=5)
"""A mail that its server puts off for so long is given up, as RFC 5321 (4.5.4.1) advises."""

ALARM_AFTER_ATTEMPTS = 5
"""From this attempt on, trouble with the mail server is an error in the log and no longer a warning."""


class OutboxRelay:
    """Activities of the post office.

    Args:
        engine: the store, whose outbox is emptied.
        postbox: where mails leave.
        letters: makes the letters that go with mails.
    """

    def __init__(self, engine: Engine, postbox: Postbox, letters: LetterMaker) -> None:
        self._outbox = Outbox(engine)
        self._postbox = postbox
        self._letters = letters

    @activity.defn(name=SEND_MAILS)
    async def send_mails(self, request: SendRequest) -> SendReport:
        """Send the waiting mails. Effect: they are with the mail server and marked so; idempotent by Message-ID.

        A mail that is refused for good is marked failed, one that is put off waits; neither holds up others.

        Raises:
            ApplicationError: ``MailServerAway``, the server is away; ``MailDeferred``, all that is left was put
                off. To be retried in both cases.
        """
        async with heartbeat():
            return await self._send_batch(request)

    async def _send_batch(self, request: SendRequest) -> SendReport:
        await asyncio.to_thread(self._letters.try_again)
        mails = await asyncio.to_thread(self._outbox.waiting, request.limit)
        tally = _Tally()
        if mails:
            try:
                await self._send(mails, tally)
            except MailServerAway as trouble:
                raise _try_again("MailServerAway", str(trouble)) from None
        left = await asyncio.to_thread(self._outbox.count_waiting)
        if tally.deferred and not tally.moved:
            raise _try_again("MailDeferred", f"{tally.deferred} mails were put off by the server")
        return SendReport(sent=tally.sent, failed=tally.failed, left=left)

    async def _send(self, mails: list[WaitingMail], tally: "_Tally") -> None:
        letters = await asyncio.to_thread(self._letters.enclosures_of, [mail.message_id for mail in mails])
        async with self._postbox.open() as connection:
            for mail in _while_time_lasts(mails):
                await self._send_one(connection, mail, letters.get(mail.message_id), tally)

    async def _send_one(
        self, connection: Connection, mail: WaitingMail, letter: Enclosure | None, tally: "_Tally"
    ) -> None:
        """Send one mail and mark what became of it."""
        try:
            await self._hand_over(connection, mail, letter)
        except MailRefused as refusal:
            await self._fail(mail, refusal.words, tally)
        except MailDeferred as delay:
            await self._defer(mail, delay.words, tally)
        except AddressInvalid as refusal:
            await self._fail(mail, str(refusal), tally)
        except TemplateError as mistake:  # ours; a release may mend it, and other mails go on
            activity.logger.error("mail %s cannot be rendered: %s", mail.message_id, mistake)
            await self._defer(mail, f"cannot be rendered: {mistake}", tally)
        else:
            await asyncio.to_thread(self._outbox.mark_sent, mail.message_id, datetime.now(UTC))
            tally.sent += 1
            activity.logger.info("mail %s sent", mail.message_id)

    async def _hand_over(self, connection: Connection, mail: WaitingMail, letter: Enclosure | None) -> None:
        message = compose(
            render(mail.facts),
            message_id=mail.message_id,
            sender=self._postbox.sender,
            recipient=mail.recipient,
            at=mail.facts.at,
            letter=(letter.file_name, letter.content) if letter else None,
        )
        await connection.deliver(message, mail.recipient.strip())

    async def _fail(self, mail: WaitingMail, error: str, tally: "_Tally") -> None:
        await asyncio.to_thread(self._outbox.mark_failed, mail.message_id, error)
        tally.failed += 1
        activity.logger.error("mail %s is refused for good", mail.message_id)

    async def _defer(self, mail: WaitingMail, error: str, tally: "_Tally") -> None:
        if datetime.now(UTC) - mail.created_at > GIVE_UP_AFTER:
            await self._fail(mail, f"given up: {error}", tally)
            return
        await asyncio.to_thread(self._outbox.mark_deferred, mail.message_id, error)
        tally.deferred += 1
        activity.logger.warning("mail %s is put off", mail.message_id)


class _Tally:
    """What a batch has come to so far."""

    def __init__(self) -> None:
        self.sent = self.failed = self.deferred = 0

    @property
    def moved(self) -> int:
        """Mails that left the outbox for good."""
        return self.sent + self.failed


def _while_time_lasts(mails: list[WaitingMail]) -> Iterator[WaitingMail]:
    end = monotonic() + BATCH_SECONDS
    for mail in mails:
        if monotonic() > end:
            return
        yield mail


def _try_again(kind: str, what: str) -> ApplicationError:
    """The error that makes Temporal try again, and the alarm in the log when that lasts."""
    attempt = activity.info().attempt
    log = activity.logger.error if attempt >= ALARM_AFTER_ATTEMPTS else activity.logger.warning
    log("%s (attempt %d): %s", kind, attempt, what)
    return ApplicationError(what, type=kind)
