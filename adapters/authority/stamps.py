"""Asking the authority for a stamp, and verifying one against the roots that the installation trusts; that needs no network."""

import asyncio
import base64
from datetime import datetime
from typing import Final, TypeAlias

import httpx
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from adapters.settings import Settings
from domain.audit.stamps import Stamp
from domain.calendar import shanghai_date

ANSWER_SECONDS: Final = 20.0
"""How long the authority may take for all of its answer."""

MOST_BYTES: Final = 256 * 1024
"""Of an answer; it has a signature and some certificates."""

_ASKING: Final = {"Content-Type": "application/timestamp-query"}
Roots: TypeAlias = tuple[Certificate, ...]


class NoStamp(Exception):
    """There is no good stamp; says why in words for administrators."""


def read_roots(settings: Settings) -> Roots:
    """The certificates that are trusted to vouch for the authority; none where no authority is set."""
    if settings.tsa_roots is None:
        return ()
    return tuple(load_pem_x509_certificates(settings.tsa_roots.read_bytes()))


async def ask_for_stamp(url: str, roots: Roots, day: str, document: str) -> Stamp:
    """Have a document stamped: its SHA-256 and a nonce go out, and what comes back is verified before it is taken.

    Raises:
        NoStamp: the authority is away, refuses, or answers what proves nothing.
    """
    asked = TimestampRequestBuilder(
        data=document.encode("utf-8", "surrogatepass"), hash_algorithm=HashAlgorithm.SHA256
    ).build()
    reply = await _answer(url, asked.as_bytes())
    stamp = Stamp(day=day, document=document, reply=base64.b64encode(reply).decode())
    verify_stamp(stamp, roots, nonce=asked.nonce)
    return stamp


async def _answer(url: str, asked: bytes) -> bytes:
    found = bytearray()
    try:
        async with (
            asyncio.timeout(ANSWER_SECONDS),
            httpx.AsyncClient(timeout=ANSWER_SECONDS) as client,
            client.stream("POST", url, content=asked, headers=_ASKING) as answer,
        ):
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                found += piece
                if len(found) > MOST_BYTES:
                    raise NoStamp("答复过长")
    except httpx.HTTPStatusError as refused:
        raise NoStamp(f"时间戳机构答复 HTTP {refused.response.status_code}") from None
    except (httpx.HTTPError, TimeoutError, OSError) as away:
        raise NoStamp(f"时间戳机构没有答复（{type(away).__name__}）") from None
    return bytes(found)


def verify_stamp(stamp: Stamp, roots: Roots, nonce: int | None = None) -> datetime:
    """When the authority says that it had the document's digest before it, in UTC.

    Its certificate must have been good at that time, for nothing but stamps, and come from one of the roots.

    Raises:
        NoStamp: the stamp proves nothing.
    """
    try:
        reply = decode_timestamp_response(base64.b64decode(stamp.reply, validate=True))
        verifier = VerifierBuilder(roots=list(roots), nonce=nonce).build()
        verifier.verify_message(reply, stamp.document.encode("utf-8", "surrogatepass"))
        at = reply.tst_info.gen_time
    except (ValueError, VerificationError) as wrong:
        raise NoStamp(f"时间戳未通过验证（{wrong}）") from None
    if shanghai_date(at).isoformat() != stamp.day:
        raise NoStamp(f"时间戳所记时间 {at:%Y-%m-%d %H:%M:%S} UTC 不在当日")
    return at
