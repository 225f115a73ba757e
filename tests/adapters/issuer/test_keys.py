"""The keys of an issuer are fetched beside everything, seldom, and kept while it is silent or talks nonsense."""

import asyncio
from contextlib import suppress
from pathlib import Path

import jwt
import pytest

from adapters.issuer.keys import KEPT_SECONDS, IssuerAway, IssuerKeys, UnknownKey
from tests.api.external_issuer import Issuer, publishing

ODD = b'{"keys": [{"kid": "1", "kty": "oct"}]}'
"""A key for which PyJWT has a KeyError."""


class Clock:
    """Seconds that pass when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_without_keys_nothing_can_be_said() -> None:
    keys = IssuerKeys("http://127.0.0.1:9/keys")
    assert not await keys.refresh()
    with pytest.raises(IssuerAway):
        keys.find("1")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"[]",
        b"{}",
        b'{"keys": 1}',
        b'{"keys": []}',
        b'{"keys": [1]}',
        b'{"keys": [{"kid": "1", "kty": "RSA", "n": 5, "e": "x"}]}',
        b'{"keys": [{"kid": "1", "kty": "none"}, {"kty": "EC"}]}',
        ODD,
    ],
)
async def test_the_last_good_keys_are_kept(nonsense: bytes) -> None:
    clock, issuer = Clock(), Issuer()
    with publishing(issuer) as url:
        keys = IssuerKeys(url, clock=clock)
        assert await keys.refresh()
        issuer.jwks = nonsense
        clock.now += KEPT_SECONDS
        assert not await keys.refresh()
    assert not await keys.refresh()
    assert isinstance(keys.find("1"), jwt.PyJWK)
    clock.now += 1
    with pytest.raises(IssuerAway):
        keys.find("1")


async def test_a_key_that_is_not_for_signatures_is_left_out() -> None:
    issuer = Issuer()
    issuer.jwks = issuer.jwks.replace(b'"sig"', b'"enc"')
    with publishing(issuer) as url:
        assert not await IssuerKeys(url).refresh()


async def test_an_unknown_key_is_asked_for_once_a_pause_and_no_more() -> None:
    clock, issuer = Clock(), Issuer()
    with publishing(issuer) as url:
        keys = IssuerKeys(url, pause_seconds=0.05, clock=clock)
        keeping = asyncio.create_task(keys.keep())
        await _until_known(keys, "1")
        for _ in range(50):
            with pytest.raises(UnknownKey):
                keys.find("2")
        assert issuer.asked == 1
        issuer.jwks = Issuer("2").jwks
        clock.now += 1
        for _ in range(50):
            with pytest.raises(IssuerAway):
                keys.find("2")
        await _until_known(keys, "2")
        assert issuer.asked == 2
        with pytest.raises(UnknownKey):
            keys.find("1")
        keeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await keeping


async def test_no_answer_ends_the_keeping() -> None:
    issuer = Issuer()
    good, issuer.jwks = issuer.jwks, ODD
    with publishing(issuer) as url:
        keys = IssuerKeys(url, pause_seconds=0.01)
        keeping = asyncio.create_task(keys.keep())
        async with asyncio.timeout(20):
            while issuer.asked < 2:
                assert not keeping.done()
                await asyncio.sleep(0.005)
        issuer.jwks = good
        await _until_known(keys, "1")
        keeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await keeping


async def test_certificates_that_cannot_be_read_end_no_keeping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with publishing(Issuer()) as url, monkeypatch.context() as changed:
        keys = IssuerKeys(url)
        changed.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
        assert not await keys.refresh()
        changed.delenv("SSL_CERT_FILE")
        assert await keys.refresh()


async def test_a_key_that_nobody_can_read_keeps_no_other_out() -> None:
    issuer = Issuer()
    issuer.jwks = issuer.jwks.replace(b'{"keys": [', b'{"keys": [{"kid": "2", "kty": "oct"}, ')
    with publishing(issuer) as url:
        assert await IssuerKeys(url).refresh()


async def _until_known(keys: IssuerKeys, kid: str) -> None:
    async with asyncio.timeout(20):
        while True:
            with suppress(IssuerAway, UnknownKey):
                keys.find(kid)
                return
            await asyncio.sleep(0.005)
