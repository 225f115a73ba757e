"""Objectors without an account: what they say, how much is taken from them, and the token that is theirs. Pure.

Nothing that they sent is an objection before they confirm by mail (decision 0034).
"""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from domain.frozen import Frozen
from domain.public_notice.outcome import ObjectionFinding

WHO_READS: Final = (
    "您写的事实和理由、证据，只供牵头部门核查和审计查阅；申请单位看不到原文，只看到牵头部门归纳的异议要点，以便作出说明。"
    "您的身份和联系方式不对外公开，也不告知申请单位。正文中请不要写明您的姓名、电话等信息。"
)
"""Who reads what of an objection: told before anything is sent."""

OVER: Final = "本案不在公示期内，不再受理公示异议。"
TELL_THE_LEAD: Final = "发现弄虚作假等问题的，可以随时向{lead}反映。"
"""What is left to whoever comes too late for an objection."""

MOST_FILES: Final = 3
"""Files of evidence with one objection."""

MOST_BYTES: Final = 5 * 1024 * 1024
"""Of one submission in all: nobody has logged in, and what is not confirmed lies about until the notice is over."""

MOST_UNCONFIRMED: Final = 100
"""Submissions to one notice that wait for their confirmation: half a gigabyte at the most in ``COUNTED_FOR``."""

MOST_OF_ADDRESS: Final = 5
"""Notices that one address objects to without having confirmed any of them."""

COUNTED_FOR: Final = timedelta(days=2)
"""How long what is not confirmed stands in the way of others: made-up addresses do not close a notice for its whole time."""

MOST_MAILS: Final = 3
"""Mails to one address about one notice that ask for a confirmation: the first may be lost, nobody is to be flooded."""


class Evidence(Frozen):
    """A file that goes with an objection, as it was told by its content."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str


class Outside(Frozen):
    """Somebody without an account who objects to a notice.

    Attributes:
        id: opaque; it stands for the person wherever an account stands for others.
        seq: of the notice.
        name, contact, content, evidence: for the lead department, and auditors; the applicant reads a summary of the lead's.
        ticket: random; with the key of the installation it makes the token.
    """

    id: str
    case_number: str
    seq: int
    name: str
    contact: str
    content: str
    evidence: str
    files: tuple[Evidence, ...] = ()
    ticket: str
    mails: int = 0
    created_at: datetime
    confirmed_at: datetime | None = None


class OutsideState(StrEnum):
    """Where a submission stands that is no objection yet."""

    UNCONFIRMED = "unconfirmed"


STATE_LABELS: Final[dict[str, str]] = {
    OutsideState.UNCONFIRMED.value: "待确认",
    **{finding.value: finding.label for finding in ObjectionFinding},
}

UNCONFIRMED: Final = "未确认"
"""What is told of a submission that cannot be confirmed any more."""


def address_key(address: str) -> str:
    """What makes two addresses the same: letters large or small are one."""
    return address.casefold()


def token_of(key: str, ticket: str) -> str:
    """The token of a ticket: the store keeps its digest alone, and who reads the store cannot make it."""
    return hmac.new(key.encode(), f"objection {ticket}".encode(), sha256).hexdigest()


def token_digest(token: str) -> str:
    """What the store knows of a token."""
    return sha256(token.encode()).hexdigest()
