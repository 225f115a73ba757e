"""The way out: one connection to the SMTP server for a batch of mails, and what can go wrong with it.

    MailTrouble
    ├── MailServerAway   nobody can be written to now; everything waits
    ├── MailDeferred     this mail not now (4xx); others can go
    └── MailRefused      this mail never (5xx)

A server's words may name a person, so they are kept in ``words`` and never in the text of the error.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from adapters.mail.message import sender_address
from adapters.settings import Settings

COMMAND_SECONDS = 15
DELIVERY_SECONDS = 40
CLOSING = 421
AUTHENTICATION_CODES = frozenset({530, 534, 535, 538})
"""Replies that blame us, not the recipient, whatever command they answer."""


class MailTrouble(Exception):
    """A mail did not leave."""

    def __init__(self, what: str, words: str = "") -> None:
        """Keep the server's words apart from what may be logged."""
        super().__init__(what)
        self.words = words or what


class MailServerAway(MailTrouble):
    """The server cannot be reached, hung up, or does not take mails from us."""


class MailDeferred(MailTrouble):
    """The server asks to try this mail again later."""


class MailRefused(MailTrouble):
    """The server will never take this mail."""


class Connection:
    """An open session with the server."""

    def __init__(self, client: SMTP, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def deliver(self, message: EmailMessage, recipient: str) -> None:
        """Hand one message over; on return the server has accepted it.

        Raises:
            MailServerAway: nothing can be sent now.
            MailDeferred: this mail can be tried again later.
            MailRefused: this mail is refused for good.
        """
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                await self._client.sendmail(self._sender, [recipient], message.as_bytes())
        except SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0]) from None
        except SMTPSenderRefused as error:
            raise MailServerAway(f"the server refuses our sender address ({error.code})") from None
        except SMTPResponseException as error:
            raise _refusal(error) from None
        except ValueError:
            raise MailRefused("the recipient is not an address") from None
        except (SMTPException, OSError, TimeoutError) as error:
            raise MailServerAway(f"the connection broke off ({type(error).__name__})") from None


class Postbox:
    """Where the mails of this installation leave, as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.sender = settings.mail_from

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Connection]:
        """Connect, and say good-bye at the end.

        Raises:
            MailServerAway: the server cannot be reached or does not let us in.
        """
        client = self._client()
        try:
            await client.connect()
        except (SMTPException, OSError, TimeoutError) as error:
            client.close()
            raise MailServerAway(f"no connection to the mail server ({type(error).__name__})") from None
        try:
            yield Connection(client, sender_address(self.sender).addr_spec)
        finally:
            with suppress(SMTPException, OSError, TimeoutError):
                await client.quit(timeout=COMMAND_SECONDS)
            client.close()

    def _client(self) -> SMTP:
        settings = self._settings
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        return SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username,
            password=password,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            timeout=COMMAND_SECONDS,
        )


def _refusal(error: SMTPResponseException) -> MailTrouble:
    """What a reply means for the mail that it answers."""
    if error.code == CLOSING or error.code in AUTHENTICATION_CODES:
        return MailServerAway(f"the server does not talk to us now ({error.code})")
    words = f"{error.code} {error.message}"[:500]
    if error.code >= 500:
        return MailRefused(f"refused for good ({error.code})", words)
    return MailDeferred(f"not accepted now ({error.code})", words)
