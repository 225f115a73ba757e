"""A stamp counts when it is the authority's, of this document, for this request, made today; anything else is none."""

import asyncio
import base64
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.x509 import load_pem_x509_certificates
from pydantic import ValidationError

from adapters.authority import stamps
from adapters.authority.stamps import NoStamp, Roots, ask_for_stamp, read_roots, verify_stamp
from adapters.settings import Settings
from domain.audit.stamps import Stamp
from domain.calendar import shanghai_date
from tests.fixtures.authority import Answer, Authority

DOCUMENT = '{"chains":3,"heads":"…"}'
Answering = Callable[[Authority, bytes], Answer]


def today() -> str:
    return shanghai_date(datetime.now(UTC)).isoformat()


def roots_of(authority: Authority) -> Roots:
    return tuple(load_pem_x509_certificates(authority.roots.read_bytes()))


async def ask(authority: Authority, document: str = DOCUMENT) -> Stamp:
    return await ask_for_stamp(authority.url, roots_of(authority), today(), document)


async def test_a_stamp_says_when_the_authority_had_the_digest_and_nothing_else_leaves_the_house(
    authority: Authority,
) -> None:
    before = datetime.now(UTC)
    stamp = await ask(authority)
    at = verify_stamp(stamp, roots_of(authority))
    assert abs(at - before) < timedelta(seconds=30)
    (asked,) = authority.asked
    assert sha256(DOCUMENT.encode()).digest() in asked
    assert len(asked) < 32 + 40, "a digest, a nonce, and the frame around them"


ANSWERS: dict[str, tuple[Answering, str]] = {
    "HTTP 503": (lambda authority, asked: (503, authority.stamped(asked)), "HTTP 503"),
    "HTTP 302": (lambda *_: (302, b""), "HTTP 302"),
    "nothing": (lambda *_: (200, b""), "未通过验证"),
    "no answer of an authority": (lambda *_: (200, b"<html>"), "未通过验证"),
    "refused": (lambda authority, _: (200, authority.stamped(b"no request")), "未通过验证"),
    "of another digest": (
        lambda authority, asked: (200, authority.stamped(_other_digest(asked))),
        "Mismatch between messages",
    ),
    "of another request": (
        lambda authority, asked: (200, authority.stamped(_other_nonce(asked))),
        "Nonce mismatch",
    ),
    "too long": (lambda *_: (200, b"0" * (stamps.MOST_BYTES + 1)), "过长"),
}


def _other_digest(asked: bytes) -> bytes:
    digest = sha256(DOCUMENT.encode()).digest()
    return asked.replace(digest, sha256(b"another document").digest())


def _other_nonce(asked: bytes) -> bytes:
    """The nonce is the last integer but for the flag that asks for certificates."""
    return asked[:-4] + bytes([asked[-4] ^ 1]) + asked[-3:]


@pytest.mark.parametrize("case", ANSWERS)
async def test_an_answer_that_proves_nothing_is_no_stamp(authority: Authority, case: str) -> None:
    answer, why = ANSWERS[case]
    authority.answer = lambda asked: answer(authority, asked)
    with pytest.raises(NoStamp, match=why):
        await ask(authority)


async def test_a_stamp_of_an_authority_that_no_root_vouches_for_is_none(
    authority: Authority, new_authority: Callable[[], Authority]
) -> None:
    other = new_authority()
    authority.answer = lambda asked: (200, other.stamped(asked))
    with pytest.raises(NoStamp, match="未通过验证"):
        await ask(authority)


@pytest.mark.parametrize("hours", [-24, 24])
async def test_a_stamp_of_another_day_is_none(authority: Authority, hours: int) -> None:
    day = shanghai_date(datetime.now(UTC) + timedelta(hours=hours)).isoformat()
    with pytest.raises(NoStamp, match="不在当日"):
        await ask_for_stamp(authority.url, roots_of(authority), day, DOCUMENT)


async def test_a_stamp_of_another_document_is_none(authority: Authority) -> None:
    stamp = await ask(authority)
    with pytest.raises(NoStamp):
        verify_stamp(stamp.model_copy(update={"document": DOCUMENT + " "}), roots_of(authority))


async def test_whatever_is_changed_in_the_signed_part_of_a_stamp_is_found(authority: Authority) -> None:
    stamp = await ask(authority)
    reply = base64.b64decode(stamp.reply)
    begin = reply.index(sha256(DOCUMENT.encode()).digest())
    for place in range(begin, begin + 60):
        changed = reply[:place] + bytes([reply[place] ^ 1]) + reply[place + 1 :]
        with pytest.raises(NoStamp):
            verify_stamp(
                stamp.model_copy(update={"reply": base64.b64encode(changed).decode()}), roots_of(authority)
            )
    for nonsense in ("", "&", stamp.reply[:40], "\x00"):
        with pytest.raises(NoStamp):
            verify_stamp(stamp.model_copy(update={"reply": nonsense}), roots_of(authority))


async def test_an_authority_that_is_silent_or_gone_holds_nobody(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port in (silent.getsockname()[1], 9):
            async with asyncio.timeout(2):
                with pytest.raises(NoStamp, match="没有答复"):
                    await ask_for_stamp(f"http://127.0.0.1:{port}/", roots_of(authority), today(), DOCUMENT)


def test_without_an_authority_there_are_no_roots(settings: Settings, authority: Authority) -> None:
    assert read_roots(settings) == ()
    set_up = Settings(var=settings.var, tsa_url=authority.url, tsa_roots=authority.roots)
    assert read_roots(set_up) == roots_of(authority)
    with pytest.raises(ValidationError, match="DUIXIAN_TSA_URL"):
        Settings(var=settings.var, tsa_roots=authority.roots)
