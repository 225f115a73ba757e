"""Sending the mails of the outbox.

At least once: a mail is marked sent right after the server has accepted it, so a crash in between sends it a
second time, under the same Message-ID. Logs carry message ids, never an address.
"""

import asyncio
from collections.abc import Iterator
from time import monotonic

from jinja2 import TemplateError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.heartbeat import heartbeat
from activities.mail.letters import Enclosure, LetterMaker
from activities.mail.outcomes import Outcomes
from adapters.mail.links import with_way
from adapters.mail.message import AddressInvalid, compose
from adapters.mail.render import render
from adapters.mail.smtp import (
    Connection,
    LogInRefused,
    MailDeferred,
    MailHeld,
    MailRefused,
    MailServerAway,
    Postbox,
)
from adapters.store.mail.outbox import Outbox
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer
from domain.post_office import SEND_MAILS, MailFault, SendReport, SendRequest, WaitingMail

BATCH_SECONDS = 45
"""A batch begins no further mail after this time, so that it ends well within its time-out."""

ENOUGH = 5
"""After so many mails for which the server blames us, and none that it took, a batch asks no further."""

ALARM_AFTER_ATTEMPTS = 5
"""From this attempt on, trouble with the mail server is an error in the log and no longer a warning."""


class OutboxRelay:
    """Activities of the post office.

    Args:
        engine: the store, whose outbox is emptied.
        postbox: where mails leave.
        letters: makes the letters that go with mails.
        announcer: tells cases what became of their mails.
    """

    def __init__(
        self, engine: Engine, postbox: Postbox, letters: LetterMaker, announcer: Announcer | None = None
    ) -> None:
        self._engine, self._postbox, self._letters = engine, postbox, letters
        self._announcer = announcer or Announcer()
        settings = postbox.settings
        self._letterhead = Letterhead(public_url=settings.public_url, mail_domain=settings.mail_domain)

    @activity.defn(name=SEND_MAILS)
    async def send_mails(self, request: SendRequest) -> SendReport:
        """Send the waiting mails. Effect: they are with the mail server and marked so; idempotent by Message-ID.

        A mail that is refused for good is marked failed, one that is put off or held waits; none holds up others.

        Raises:
            ApplicationError: ``MailServerAway``, the server is away; ``MailHeld``, it blames us for all that is left;
                ``MailDeferred``, all that is left was put off. To be retried in each case.
        """
        async with heartbeat():
            return await self._send_batch(request)

    async def _send_batch(self, request: SendRequest) -> SendReport:
        await asyncio.to_thread(self._letters.try_again)
        outcomes = Outcomes(self._engine, self._letterhead)
        mails = await asyncio.to_thread(outcomes.outbox.waiting, request.limit)
        try:
            await self._send(await asyncio.to_thread(outcomes.without_suppressed, mails), outcomes)
        except LogInRefused as trouble:
            await asyncio.to_thread(outcomes.hold_all, str(trouble))
            raise _try_again("MailHeld", str(trouble)) from None
        except MailServerAway as trouble:
            await asyncio.to_thread(outcomes.outbox.hold_all, MailFault.AWAY)
            raise _try_again("MailServerAway", str(trouble)) from None
        finally:
            await asyncio.to_thread(self._tell_cases, outcomes.outbox)
        return await asyncio.to_thread(_report, outcomes)

    def _tell_cases(self, outbox: Outbox) -> None:
        """Each case hears what became of its mails; again in the next batch where the word was lost."""
        for case_number, message_ids in outbox.untold_cases().items():
            self._announcer.notice(case_number)
            outbox.mark_told(message_ids)

    async def _send(self, mails: list[WaitingMail], outcomes: Outcomes) -> None:
        if not mails:
            return
        letters = await asyncio.to_thread(self._letters.enclosures_of, [mail.message_id for mail in mails])
        async with self._postbox.open() as connection:
            for mail in _while_time_lasts(mails):
                await self._send_one(connection, mail, letters.get(mail.message_id), outcomes)
                if outcomes.held >= ENOUGH and not outcomes.sent:
                    return

    async def _send_one(
        self, connection: Connection, mail: WaitingMail, letter: Enclosure | None, outcomes: Outcomes
    ) -> None:
        """Send one mail and mark what became of it."""
        to = await asyncio.to_thread(outcomes.outbox.recipient_of, mail)
        mail = mail.model_copy(update={"recipient": to})
        try:
            await self._hand_over(connection, mail, letter)
        except AddressInvalid as refusal:
            await asyncio.to_thread(outcomes.refuse, mail, MailRefused(str(refusal)))
        except TemplateError as mistake:  # ours; a release may mend it, and other mails go on
            activity.logger.error("mail %s cannot be rendered: %s", mail.message_id, mistake)
            await asyncio.to_thread(outcomes.put_off, mail, MailDeferred(f"cannot be rendered: {mistake}"))
        except MailServerAway as trouble:  # it may hang up for this one: the others go first next time
            await asyncio.to_thread(outcomes.put_off, mail, trouble)
            raise
        except MailRefused as refusal:
            await asyncio.to_thread(outcomes.refuse, mail, refusal)
        except MailHeld as trouble:
            await asyncio.to_thread(outcomes.hold, mail, trouble)
        except MailDeferred as delay:
            await asyncio.to_thread(outcomes.put_off, mail, delay)
        else:
            await asyncio.to_thread(outcomes.send, mail)

    async def _hand_over(self, connection: Connection, mail: WaitingMail, letter: Enclosure | None) -> None:
        message = compose(
            render(with_way(mail.facts, self._postbox.settings)),
            message_id=mail.message_id,
            sender=self._postbox.sender,
            recipient=mail.recipient,
            at=mail.facts.at,
            letter=(letter.file_name, letter.content) if letter else None,
        )
        await connection.deliver(message, mail.recipient.strip())


def _report(outcomes: Outcomes) -> SendReport:
    """What a batch came to; an error when nothing moved, so that Temporal waits before the next one."""
    if not (outcomes.sent or outcomes.failed):
        if outcomes.held:
            raise _try_again("MailHeld", f"the server blames us for {outcomes.held} mails")
        if outcomes.deferred:
            raise _try_again("MailDeferred", f"{outcomes.deferred} mails were put off by the server")
    return SendReport(sent=outcomes.sent, failed=outcomes.failed, left=outcomes.outbox.count_waiting())


def _while_time_lasts(mails: list[WaitingMail]) -> Iterator[WaitingMail]:
    end = monotonic() + BATCH_SECONDS
    for mail in mails:
        if monotonic() > end:
            return
        yield mail


def _try_again(kind: str, what: str) -> ApplicationError:
    """The error that makes Temporal try again, and the alarm in the log: at once where the server blames us."""
    attempt = activity.info().attempt
    is_alarm = kind == "MailHeld" or attempt >= ALARM_AFTER_ATTEMPTS
    log = activity.logger.error if is_alarm else activity.logger.warning
    log("%s (attempt %d): %s", kind, attempt, what)
    return ApplicationError(what, type=kind)
