"""What the callers saw: every request with its key, and the definite answer that it got."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class JournalRequest:
    """One thing that somebody asked for, however often it had to be sent."""

    username: str
    path: str
    key: str
    body: dict[str, Any] = field(default_factory=dict)
    upload: tuple[str, bytes] | None = None
    """Code and content of a document; then there is no body."""


@dataclass(frozen=True)
class Accepted:
    """A request that was answered with 2xx."""

    request: JournalRequest
    account: str
    """Opaque id of the account, of which the id of an act is made."""
    answer: dict[str, Any]


@dataclass(frozen=True)
class Refused:
    """A request that was definitely refused."""

    request: JournalRequest
    account: str
    status: int
    words: str


@dataclass
class Journal:
    """The callers' own record, kept apart from everything that is tested.

    Attributes:
        accepted: requests answered with 2xx.
        refused: requests answered with 4xx.
        sends: how often anything was sent.
        unanswered: sends that broke off or ran out of time.
        unavailable: sends answered with 5xx.
        doubled: requests sent to two APIs at the same moment on purpose.
        contradictions: requests that got two different definite answers, in words.
    """

    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    sends: int = 0
    unanswered: int = 0
    unavailable: int = 0
    doubled: int = 0
    contradictions: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """Requests with a definite answer."""
        return len(self.accepted) + len(self.refused)
