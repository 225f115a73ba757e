"""A real SMTP server that refuses some recipients, each in another way."""

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fixtures.mail import CaughtMails

ANSWERS = {
    "gone@example.com": "550 5.1.1 <gone@example.com> no such user",
    "later@example.com": "450 4.2.0 try again later",
    "closing@example.com": "421 4.3.2 closing",
    "relay@example.com": "530 5.7.0 authentication required",
}

OURS = (
    "554 5.7.1 <{0}>: Relay access denied",
    "550 5.7.1 Unable to relay for {0}",
    "554 5.7.1 Service unavailable; client host [192.0.2.7] blocked using a list",
    "550 5.4.5 Daily sending quota exceeded",
    "553 5.7.1 <duixian@langfang.example.com>: Sender address rejected: not owned by user",
    "503 AUTH first",
    "503 5.5.1 Error: send HELO first",
    "550 relaying denied",
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    "550 5.1.8 Bad sender",
    "552 5.3.4 Message size exceeds fixed limit",
)
"""Replies that blame us, with the recipient at {0}."""

OF_THE_ADDRESS = (
    "550 5.1.1 <{0}> no such user",
    "553 5.1.3 bad address syntax",
    "550 5.1.2 unknown host",
    "556 5.1.10 recipient address has null MX",
    "550 5.2.1 mailbox disabled",
    "550 5.4.4 unable to route",
)
"""Replies that say that nobody is behind an address."""

THEIRS = (
    "552 5.2.2 Mailbox full",
    "452 4.2.2 Mailbox full",
    "552 quota exceeded",
    "450 4.7.1 greylisted",
    "451 4.3.0 local error",
)
"""Replies after which a mail is tried for a while."""

DOUBTFUL = ("550 User not found", "554 rejected", "550 5.1.0 Address rejected", "550 5.4.1 Access denied")
"""Replies for good that do not say whose fault it is."""


class ChoosyMails(CaughtMails):
    """A server that does not take every recipient.

    Attributes:
        answers: address → reply, or
        to_all: the reply to every recipient, with the address at {0}; None takes them.
        to_sender: the reply to our own address; None takes it.
    """

    answers: dict[str, str] = ANSWERS
    to_all: str | None = None
    to_sender: str | None = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.to_sender is not None:
            return self.to_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        refusal = self.answers.get(address) or self.to_all
        if refusal is not None:
            return refusal.format(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"
