"""A real SMTP server that refuses some recipients, each in another way."""

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fixtures.mail import CaughtMails

ANSWERS = {
    "gone@example.com": "550 5.1.1 <gone@example.com> no such user",
    "later@example.com": "450 4.2.0 try again later",
    "closing@example.com": "421 4.3.2 closing",
    "relay@example.com": "530 5.7.0 authentication required",
}


class ChoosyMails(CaughtMails):
    """A server that does not take every recipient."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        if address in ANSWERS:
            return ANSWERS[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"
