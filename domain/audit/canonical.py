"""One way to write a content down, so that equal contents have equal bytes: JSON as RFC 8785 has it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import scrypt, sha256
from typing import Any

Content = Mapping[str, Any]


def canonical(content: Content) -> str:
    """Sorted keys, no spaces, characters as they are; money as text, days and instants in ISO 8601.

    Raises:
        TypeError: a value that JSON does not have.
        ValueError: a number that is none (NaN).
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_as_text
    )


def readable(content: Any) -> str:
    """The same content for people: keys sorted, indented, ending in a line break."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2, default=_as_text) + "\n"


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an audit entry")


def digest_of(content: Content) -> str:
    """SHA-256 of the canonical writing."""
    return digest_of_text(canonical(content))


def digest_of_text(text: str) -> str:
    """SHA-256 of a text as UTF-8; it stands for words that do not belong into the record."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sealed_digest_of(salt: str, text: str) -> str:
    """SHA-256 of a text behind a random salt: once both are erased, nobody can try out what it was."""
    return digest_of_text(f"{salt}\n{text}")


def slow_digest_of(salt: str, *parts: str) -> str:
    """A digest that cannot be tried out: account numbers are few enough for SHA-256 to be guessed backwards."""
    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    return scrypt(text, salt=salt.encode(), n=2**14, r=8, p=1, dklen=32).hex()
