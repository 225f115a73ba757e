"""The keys of an external issuer: fetched in the background, kept while the issuer is silent, never waited for."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any

import httpx
import jwt
from pydantic import TypeAdapter

ANSWER_SECONDS = 5.0
"""How long the issuer may take for all of its answer."""

FRESH_SECONDS = 300.0
PAUSE_SECONDS = 10.0
KEPT_SECONDS = 24 * 3600.0
"""Good tokens end long before: whose issuer is silent for a day has none left."""

_PUBLISHED = TypeAdapter(dict[str, Any])
_KEYS = TypeAdapter(list[dict[str, Any]])
_log = logging.getLogger(__name__)


class IssuerAway(Exception):
    """Whether a token is good cannot be said now: there are no keys yet, or it names one that is being asked for."""


class UnknownKey(Exception):
    """A token names a key that the issuer does not publish."""


class IssuerKeys:
    """The last good keys of an issuer, by their ``kid``.

    Args:
        url: where they are published (JWKS).
        fresh_seconds: after which they are fetched again.
        pause_seconds: between two fetches at the least, whoever asks and whatever came of the last.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        url: str,
        *,
        fresh_seconds: float = FRESH_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._clock = url, clock
        self._fresh, self._pause = fresh_seconds, pause_seconds
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched: float | None = None
        self._wanted: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def find(self, kid: str) -> jwt.PyJWK:
        """The key of this name, at once; one that is not known is asked for beside this.

        Raises:
            IssuerAway: there are no keys, or they are old enough for this one to be new.
            UnknownKey: the issuer has no such key.
        """
        age = self._clock() - self._fetched if self._fetched is not None else None
        if age is None or age > KEPT_SECONDS:
            raise IssuerAway
        if kid in self._keys:
            return self._keys[kid]
        if age < self._pause:
            raise UnknownKey
        self._want()
        raise IssuerAway

    async def keep(self) -> None:
        """Fetch again and again, until cancelled."""
        self._loop, self._wanted = asyncio.get_running_loop(), asyncio.Event()
        while True:
            self._wanted.clear()
            is_good = await self.refresh()
            await asyncio.sleep(self._pause)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._fresh if is_good else 0):
                    await self._wanted.wait()

    async def refresh(self) -> bool:
        """Fetch once; whether the issuer answered with keys. Otherwise, whatever was wrong, the last good ones stay."""
        try:
            async with (
                asyncio.timeout(ANSWER_SECONDS),
                httpx.AsyncClient(verify=self._certificates, timeout=ANSWER_SECONDS) as client,
            ):
                answer = await client.get(self._url)
            found = _usable(answer.raise_for_status().json())
        except Exception as wrong:  # noqa: BLE001 - no answer may end the keeping: nobody would notice
            found = {}
            _log.warning("the issuer's keys cannot be fetched: %s", type(wrong).__name__)
        if found:
            self._keys, self._fetched = found, self._clock()
        return bool(found)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        """Read once: that takes as long as ten requests."""
        return httpx.create_ssl_context()

    def _want(self) -> None:
        if self._loop is not None and self._wanted is not None:
            self._loop.call_soon_threadsafe(self._wanted.set)


def _usable(answer: Any) -> dict[str, jwt.PyJWK]:
    """The keys to verify signatures with; others, and those that nobody can read, are left out."""
    found = {}
    for published in _KEYS.validate_python(_PUBLISHED.validate_python(answer).get("keys")):
        kid = published.get("kid")
        if isinstance(kid, str) and published.get("use") in {None, "sig"}:
            with suppress(Exception):  # whatever is wrong with one, the others are good
                found[kid] = jwt.PyJWK(published)
    return found
