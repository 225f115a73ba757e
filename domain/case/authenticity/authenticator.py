"""The authenticator (鉴别码) of an act, and of what a run begins with: that it came through the door, in the name of whom it says.

HMAC-SHA-256 (RFC 2104) with a key of the installation, over the canonical JSON (RFC 8785) of what is stated. Only the API and the
worker have the keys; Temporal, which carries the acts, has none.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Self

from domain.audit.canonical import canonical
from domain.case.roles import Actor
from domain.frozen import Frozen

KEY_NAME_LENGTH = 16


class Authenticator(Frozen):
    """What an act bears, or what a run begins with.

    Attributes:
        key: the name of the key: the beginning of its SHA-256, in hexadecimal.
        sent_at: when it was sent.
        code: HMAC-SHA-256 of what it stands for, in hexadecimal.
    """

    key: str
    sent_at: datetime
    code: str


class Statement(Frozen):
    """What the authenticator of an act stands for.

    Attributes:
        case_number: of the case that the act was sent to.
        kind: of the act, and
        id: its own.
        by: who acts, and for which party.
        content_digest: SHA-256 of everything else that it says, the digest of its request included.
    """

    case_number: str
    kind: str
    id: str
    by: Actor
    content_digest: str


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation: the first makes authenticators, all of them prove some.

    A new key comes behind the old one first, and before it once all processes know it (decision 0041).
    """

    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """Keys as settings have them: by commas."""
        return cls(tuple(part.strip().encode() for part in text.split(",") if part.strip()))

    def certify(self, statement: Frozen, sent_at: datetime) -> Authenticator:
        """The authenticator of what is stated, as it is sent now."""
        key = self.keys[0]
        return Authenticator(key=_name_of(key), sent_at=sent_at, code=_code(key, statement, sent_at))

    def proves(self, statement: Frozen, authenticator: Authenticator | None) -> bool:
        """Whether one of the keys made this authenticator for this statement."""
        if authenticator is None:
            return False
        return any(
            hmac.compare_digest(
                authenticator.code.encode(), _code(key, statement, authenticator.sent_at).encode()
            )
            for key in self.keys
            if _name_of(key) == authenticator.key
        )


def _name_of(key: bytes) -> str:
    return sha256(key).hexdigest()[:KEY_NAME_LENGTH]


def _code(key: bytes, statement: Frozen, sent_at: datetime) -> str:
    content = canonical({**statement.model_dump(mode="json"), "sent_at": sent_at.isoformat()})
    return hmac.digest(key, content.encode("utf-8", "surrogatepass"), sha256().name).hex()
