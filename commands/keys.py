"""The key of a request that may be repeated, and the digest that tells whether it is the same request."""

import json
from hashlib import sha256
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Header
from pydantic import BaseModel

from domain.errors import FieldError, InvalidInput

KEY_PATTERN = r"^[\x21-\x7e]{1,200}$"

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=KEY_PATTERN,
        description="Repeating a request with the same key gives the first answer.",
        examples=["7b0c7a4e-6b1e-4a57-9a31-1f5f0b2a9f10"],
    ),
]


def required(key: str | None) -> str:
    """The key of a filing.

    Raises:
        InvalidInput: there is none.
    """
    if key is None:
        raise InvalidInput(
            "缺少请求头 Idempotency-Key。",
            remedy="请为每次申报生成一个唯一的键，重试时使用同一个键。",
            fields=(FieldError(path="Idempotency-Key", message="为必填项"),),
        )
    return key


def or_new(key: str | None) -> str:
    """The key given, or one that nobody has used."""
    return key or uuid4().hex


def digest_of(route: str, body: BaseModel | dict[str, Any] | None) -> str:
    """A digest of what is asked: the same request has the same digest, however it is written."""
    content = body.model_dump(mode="json", exclude_unset=True) if isinstance(body, BaseModel) else body
    return sha256(f"{route}\n{json.dumps(content, sort_keys=True, default=str)}".encode()).hexdigest()
