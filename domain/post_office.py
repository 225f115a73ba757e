"""What the post office and its workflow say to each other, and a mail as it waits to be sent.

Addresses stay between store and mail server: no message that travels through Temporal carries one.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.case.record.mail_facts import MailFacts
from domain.frozen import Frozen
from domain.invitation.mail_facts import InvitationMailFacts
from domain.office_mail import OfficeMailFacts
from domain.public_notice.objector_mail import ObjectorMailFacts

POST_OFFICE = "post_office"
"""Workflow type of the post office."""

POST_OFFICE_ID = "post-office"
"""Workflow id of the one post office of an installation."""

MAIL_WAITING = "mail_waiting"
"""Signal: a mail was committed to the outbox."""

SEND_MAILS = "send_mails"
"""Activity: send what waits in the outbox."""


class MailFault(StrEnum):
    """Who has to put something right before a mail can go."""

    OURS = "ours"
    """We: the account, the sender, the relay's permission, a block list, a quota, the message. The mail waits."""
    AWAY = "away"
    """Whoever runs the mail server: nobody can be written to now. All mails wait."""
    ADDRESS = "address"
    """Whoever gave the address: there is nobody behind it, for good."""
    THEIRS = "theirs"
    """The recipient's side: full, busy, later. The mail is tried for a while."""
    DOUBTFUL = "doubtful"
    """A refusal for good that does not say whose it is: the address's, unless the server says the same of several."""


OF_THE_ADDRESS: Final = frozenset({MailFault.ADDRESS, MailFault.DOUBTFUL})
"""Faults after which nothing more is sent to an address until it is given again."""


class SendRequest(Frozen):
    """Send the waiting mails, at most ``limit`` in one batch (``send_mails``)."""

    limit: int = 50


class SendReport(Frozen):
    """What one batch came to; ``left`` mails still wait."""

    sent: int
    failed: int
    left: int


class PostOfficeState(Frozen):
    """What the post office carries from one run to the next; a run ends after ``batches_a_run``, at least 2."""

    sent: int = 0
    failed: int = 0
    batches_a_run: int = 500


class WaitingMail(Frozen):
    """A mail in the outbox. ``message_id`` is fixed by what it is about, so a mail sent twice is one mail.

    ``case_number`` is empty for those to officials, objectors and invited units.
    """

    message_id: str
    recipient: str
    facts: MailFacts | OfficeMailFacts | InvitationMailFacts | ObjectorMailFacts
    created_at: datetime
    attempts: int = 0
    case_number: str = ""
    was_in_trouble: bool = False
