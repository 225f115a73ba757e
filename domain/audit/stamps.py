"""Stamps of an outside authority (RFC 3161): what is stamped of the record each day, and which days have none."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from domain.audit.canonical import canonical, digest_of_text
from domain.audit.entry import GENESIS
from domain.frozen import Frozen

STAMPED: Final = "record:stamped"
"""Kept in the house chain for every stamp: one that was removed is missed."""


class Days(Frozen):
    """Days that follow one another, from the first to the last of them."""

    first: date
    last: date

    def __str__(self) -> str:
        """As people read it."""
        return str(self.first) if self.first == self.last else f"{self.first} 至 {self.last}"


class Stamp(Frozen):
    """What an authority has stamped on a day.

    Attributes:
        day: in Asia/Shanghai, ISO 8601.
        document: what was stamped (``document_of``); only its SHA-256 has left the house.
        reply: the authority's whole answer, a TimeStampResp in DER, as Base64.
    """

    day: str
    document: str
    reply: str

    @property
    def digest(self) -> str:
        """SHA-256 of the document, as the stamp has it."""
        return digest_of_text(self.document)


def document_of(day: str, previous: Stamp | None, heads: Iterable[Mapping[str, Any]]) -> str:
    """What is stamped: every head that has moved since the stamp before, and by its digest all that was stamped earlier.

    Args:
        day: in Asia/Shanghai, ISO 8601.
        previous: the stamp before.
        heads: ``chain``, ``length`` and ``tip`` of each, in any order; a line of canonical JSON each, as ``verify --keep`` writes them.

    Raises:
        TypeError: what JSON does not have.
    """
    lines, digest = (
        sorted(f"{canonical(head)}\n".encode("utf-8", "surrogatepass") for head in heads),
        sha256(),
    )
    for line in lines:
        digest.update(line)
    content = {
        "day": day,
        "previous": previous.digest if previous else GENESIS,
        "chains": len(lines),
        "heads": digest.hexdigest(),
    }
    return canonical(content)


def unstamped(stamped: Collection[str], first: date, last: date) -> Iterator[Days]:
    """The days from the first to the last that have no stamp, those that follow one another together."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    missing = enumerate(day for day in days if day.isoformat() not in stamped)
    for _, together in groupby(missing, key=lambda each: each[1] - timedelta(days=each[0])):
        gap = [day for _, day in together]
        yield Days(first=gap[0], last=gap[-1])
