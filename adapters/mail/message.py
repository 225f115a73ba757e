"""From words to an Internet message (RFC 5322), the same at every attempt but for the MIME boundary."""

from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import Any

from adapters.mail.render import RenderedMail
from domain.calendar import SHANGHAI


class AddressInvalid(ValueError):
    """The words given as an address are none; sending them later does not help."""


class MailPolicy(EmailPolicy):
    """The library's policy, but for the subject: where it folds one, a space between Chinese words can get lost."""

    def fold(self, name: str, value: Any) -> str:
        """Write one header as text."""
        if name.lower() != "subject":
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Write one header as it travels."""
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii")


POLICY = MailPolicy(linesep="\r\n")


def compose(
    rendered: RenderedMail,
    *,
    message_id: str,
    sender: str,
    recipient: str,
    at: datetime,
    letter: tuple[str, bytes] | None = None,
) -> EmailMessage:
    """Build the message: plain text with an HTML alternative, and the letter that goes with it.

    Args:
        rendered: subject and bodies.
        message_id: with or without its angle brackets.
        sender: ``兑现 <duixian@example.com>``.
        recipient: one bare address.
        at: when it happened; becomes the date of the mail.
        letter: file name and content of a PDF.

    Raises:
        AddressInvalid: The recipient is not one address.
    """
    # Base64 bodies pass every server unchanged, 8BITMIME or not.
    message = EmailMessage(policy=POLICY)
    message["Message-ID"] = f"<{message_id.strip('<>')}>"
    message["Date"] = at.astimezone(SHANGHAI)
    message["From"] = sender_address(sender)
    message["To"] = _one_address(recipient)
    message["Subject"] = rendered.subject
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "zh-CN"
    message.set_content(rendered.text, charset="utf-8", cte="base64")
    message.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="base64")
    if letter is not None:
        name, content = letter
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message


def sender_address(sender: str) -> Address:
    """The sender's name and address from one line of the settings."""
    name, address = parseaddr(sender)
    return Address(display_name=name, addr_spec=address)


def _one_address(recipient: str) -> Address:
    """The recipient; only ASCII, since hardly a server takes more and the standard library cannot write it."""
    try:
        address = Address(addr_spec=recipient.strip())
    except (ValueError, IndexError, MessageError):
        raise AddressInvalid("the recipient is not an address") from None
    if not (address.username and address.domain and address.addr_spec.isascii()):
        raise AddressInvalid("the recipient is not an address")
    return address
