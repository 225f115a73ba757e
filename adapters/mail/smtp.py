"""The way out: one connection to the SMTP server for a batch of mails, and what can go wrong with it.

    MailTrouble
    ├── MailServerAway    nobody can be written to now; everything waits
    │   └── LogInRefused  the server does not let us in
    ├── MailHeld          the server blames us: this mail waits until that is put right
    ├── MailDeferred      this mail not now; others can go
    └── MailRefused       this mail never, unless ``is_doubtful``

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
from adapters.mail.replies import fault_of, same_for_all
from adapters.settings import Settings
from domain.post_office import MailFault

COMMAND_SECONDS = 15
DELIVERY_SECONDS = 40
CLOSING = 421


class MailTrouble(Exception):
    """A mail did not leave."""

    def __init__(self, what: str, words: str = "", reply: str = "") -> None:
        """Keep the server's words apart from what may be logged; ``reply`` is what it would say of any mail."""
        super().__init__(what)
        self.words = words or what
        self.reply = reply


class MailServerAway(MailTrouble):
    """The server cannot be reached, or hung up."""


class LogInRefused(MailServerAway):
    """The server wants another account or password, or other security, than the settings give."""


class MailHeld(MailTrouble):
    """The server blames us, not the recipient."""


class MailDeferred(MailTrouble):
    """The server asks to try this mail again later."""


class MailRefused(MailTrouble):
    """The server will never take this mail; ``is_doubtful`` where it does not say why."""

    is_doubtful = False


class Connection:
    """An open session with the server."""

    def __init__(self, client: SMTP, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def deliver(self, message: EmailMessage, recipient: str) -> None:
        """Hand one message over; on return the server has accepted it.

        Raises:
            MailServerAway: nothing can be sent now.
            MailHeld: something of ours must be put right first.
            MailDeferred: this mail can be tried again later.
            MailRefused: this mail is refused for good.
        """
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                await self._client.sendmail(self._sender, [recipient], message.as_bytes())
        except SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0]) from None
        except SMTPSenderRefused as error:
            raise _refusal(error, of_sender=True) from None
        except SMTPResponseException as error:
            raise _refusal(error) from None
        except ValueError:
            raise MailRefused("the recipient is not an address") from None
        except (SMTPException, OSError, TimeoutError) as error:
            raise MailServerAway(f"the connection broke off ({type(error).__name__})") from None


class Postbox:
    """Where the mails of this installation leave, as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self.sender = settings.mail_from
        self.settings = settings

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
            kind = LogInRefused if _does_not_let_us_in(error) else MailServerAway
            raise kind(f"no connection to the mail server ({type(error).__name__})") from None
        try:
            yield Connection(client, sender_address(self.sender).addr_spec)
        finally:
            with suppress(SMTPException, OSError, TimeoutError):
                await client.quit(timeout=COMMAND_SECONDS)
            client.close()

    def _client(self) -> SMTP:
        settings = self.settings
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


def _does_not_let_us_in(error: Exception) -> bool:
    """Whether the server is there and says no, or does not offer what the settings ask for."""
    if isinstance(error, SMTPResponseException):
        return error.code >= 500
    return not isinstance(error, OSError | TimeoutError)


def _refusal(error: SMTPResponseException, *, of_sender: bool = False) -> MailTrouble:
    """What a reply means for the mail that it answers; one to our sender's address, given for good, blames us."""
    code = error.code
    if code == CLOSING:
        return MailServerAway(f"the server does not talk to us now ({code})")
    words, reply = f"{code} {error.message}"[:500], same_for_all(code, error.message)
    fault = MailFault.OURS if of_sender and code >= 500 else fault_of(code, error.message)
    if fault is MailFault.OURS:
        return MailHeld(f"the server blames us ({code})", words, reply)
    if fault is MailFault.THEIRS:
        return MailDeferred(f"not accepted now ({code})", words, reply)
    refusal = MailRefused(f"refused for good ({code})", words, reply)
    refusal.is_doubtful = fault is MailFault.DOUBTFUL
    return refusal
