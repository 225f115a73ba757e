"""The header under which a request may be repeated."""

from typing import Annotated

from fastapi import Header

from commands.keys import KEY_PATTERN

_HEADER = Header(
    alias="Idempotency-Key",
    pattern=KEY_PATTERN,
    description="Repeating a request with the same key gives the first answer.",
    examples=["7b0c7a4e-6b1e-4a57-9a31-1f5f0b2a9f10"],
)
Key = Annotated[str | None, _HEADER]
KeyAsked = Annotated[str, _HEADER]
"""Where a request without one is refused."""
