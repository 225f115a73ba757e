"""The key of a request that may be repeated, and the digest that tells whether it is the same request."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

from pydantic import BaseModel

KEY_PATTERN = r"^[\x21-\x7e]{1,200}$"


def or_new(key: str | None) -> str:
    """The key given, or one that nobody has used."""
    return key or uuid4().hex


def digest_of(route: str, body: BaseModel | dict[str, Any] | None) -> str:
    """A digest of what is asked: the same request has the same digest, however it is written."""
    content = body.model_dump(mode="json", exclude_unset=True) if isinstance(body, BaseModel) else body
    return sha256(f"{route}\n{json.dumps(content, sort_keys=True, default=str)}".encode()).hexdigest()
