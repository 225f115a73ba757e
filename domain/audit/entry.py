"""An entry of the audit record, and how it is chained: each carries the hash of the one before."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import JsonValue, ValidationError

from domain.audit.canonical import Content, canonical, digest_of
from domain.frozen import Frozen

HOUSE: Final = "house"
"""The chain of what belongs to no case: log-ins, and the beginning of every other chain."""

GENESIS: Final = "0" * 64
"""What the first entry of a chain has for the hash of the one before."""

SYSTEM: Final = "system"
"""Who acts when nobody does: a term that lapsed, a sum that was computed."""

CHAIN_BEGUN: Final = "chain:begun"
"""Kept in the house chain for every other chain, with the hash of its first entry."""

SEALED: Final = "_sealed"
"""How the key ends under which an entry has the salted digest of words: they and the salt lie apart, until they are erased."""

CONTENT: Final = "content"
"""The words of an act that lie with the act itself: all of it, as canonical JSON."""

MASKED: Final = "personal-data:masked"
"""Kept in a chain when words of earlier entries were erased at the end of their term."""

JSON_FIELDS: Final = ("before", "after", "readings")


class AuditEntry(Frozen):
    """Who did or saw what and when, and what it was before and after.

    Attributes:
        chain: a case number, or ``house``.
        position: 1, 2, 3, … within the chain.
        at: the instant in UTC, ISO 8601 with microseconds.
        account: opaque id of who acted, or ``system``.
        party: the department, locality or other side that was acted for.
        action: what was done, such as ``act:review``, ``case:viewed``, ``money:paid``.
        subject: what exactly, by id.
        before: how it was, and
        after: how it is now; ids, figures and digests, never names of persons or bank accounts.
        policy_version: the version of the policy that the case is under.
        readings: the readings of the policy that the case is under.
        previous: the hash of the entry before.
        hash: SHA-256 over the canonical JSON of all the other fields.
    """

    chain: str
    position: int
    at: str
    account: str
    party: str = ""
    action: str
    subject: str = ""
    before: dict[str, JsonValue] = {}
    after: dict[str, JsonValue] = {}
    policy_version: str = ""
    readings: dict[str, str] = {}
    previous: str
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that this content must have."""
        return digest_of(self.model_dump(exclude={"hash"}))

    @property
    def columns(self) -> dict[str, Any]:
        """As a row keeps it: JSON as its canonical text, so that every byte of it counts."""
        content = self.model_dump()
        return content | {name: canonical(content[name]) for name in JSON_FIELDS}

    @property
    def line(self) -> str:
        """As a file keeps it."""
        return canonical(self.model_dump())


class Malformed(ValueError):
    """What is kept is no entry; somebody wrote into it. Names the field."""

    def __init__(self, field: str) -> None:
        """Keep the field."""
        super().__init__(field)
        self.field = field


def made_entry(*, chain: str, position: int, previous: str, at: datetime, **content: Any) -> AuditEntry:
    """Write the next entry of a chain."""
    plain = json.loads(canonical(content))
    place = {"chain": chain, "position": position, "previous": previous, "at": instant_text(at)}
    open_entry = AuditEntry.model_validate({**plain, **place, "hash": ""}, strict=True)
    return open_entry.model_copy(update={"hash": open_entry.sealed})


def instant_text(at: datetime) -> str:
    """An aware instant: 2026-03-02T02:00:00.000000Z.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_of_row(row: Mapping[str, object]) -> AuditEntry:
    """Read a row.

    Raises:
        Malformed: a column does not hold what we write.
    """
    return _checked({**row, **{name: _parsed(name, row.get(name)) for name in JSON_FIELDS}})


def entry_of_line(line: str) -> AuditEntry:
    """Read a line of a file.

    Raises:
        Malformed: it is not written as we write it.
    """
    return _checked(_parsed("line", line.rstrip("\n")))


def _parsed(field: str, text: object) -> dict[str, Any]:
    """Read JSON that is written canonically and not otherwise."""
    try:
        content = json.loads(text) if isinstance(text, str) else None
        if isinstance(content, dict) and canonical(content) == text:
            return content
    except (ValueError, TypeError, RecursionError):
        pass
    raise Malformed(field)


def _checked(content: Content) -> AuditEntry:
    stray = content.keys() ^ AuditEntry.model_fields.keys()
    if stray:
        raise Malformed(sorted(stray)[0])
    try:
        return AuditEntry.model_validate(dict(content), strict=True)
    except ValidationError as wrong:
        raise Malformed(str(wrong.errors()[0]["loc"][0])) from None
