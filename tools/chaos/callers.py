"""Callers as real ones are: they ask any API, repeat with the same key until the answer is definite, and note it."""

import asyncio
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from random import Random
from typing import Any
from uuid import uuid4

import httpx

from stack.accounts import EmbeddedAccount
from tools.chaos.journal import Accepted, Journal, JournalRequest, Refused
from tools.demo.people import People, RequestRefused

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0
PATIENCE_SECONDS = 300.0
"""A caller who has had no definite answer for so long is stuck."""

DOUBLED = 0.08
"""How many requests are sent to two APIs at the same moment, as an impatient client or a gateway does."""

TIMEOUT = httpx.Timeout(15.0, connect=3.0)
"""Longer than an API waits for a case (8 s and 2 s to spare)."""


class Stuck(Exception):
    """There was no definite answer however often it was asked, or a case did not go on."""


class Callers(People):
    """Everybody with an account, asking the APIs at random.

    Args:
        urls: of the APIs.
        accounts: whose passwords are known.
        journal: where answers are noted.
        dice: which API is asked, and what is sent twice.
    """

    def __init__(
        self, urls: Sequence[str], accounts: Sequence[EmbeddedAccount], journal: Journal, dice: Random
    ) -> None:
        super().__init__(urls[0], accounts)
        self.http.timeout = TIMEOUT
        self.urls = urls
        self.journal = journal
        self.dice = dice
        self.account_ids: dict[str, str] = {}
        self._logging_in = asyncio.Lock()

    async def headers(self, username: str) -> dict[str, str]:
        """The caller's authorisation; nobody logs in twice."""
        async with self._logging_in:
            if username not in self.tokens:
                form = {"grant_type": "password", "username": username, "password": self.passwords[username]}
                answer = await self._definite("POST", "/v1/auth/token", data=form)
                self.tokens[username] = answer.json()["access_token"]
                self.account_ids[username] = subject_of(self.tokens[username])
        return {"Authorization": f"Bearer {self.tokens[username]}"}

    async def get(self, username: str, path: str) -> dict[str, Any]:
        """Read as somebody, until it is answered."""
        answer = await self._definite("GET", path, headers=await self.headers(username))
        if answer.is_error:
            raise RequestRefused(f"GET {path}: {answer.text}")
        body: dict[str, Any] = answer.json()
        return body

    async def post(self, username: str, path: str, body: dict[str, Any], key: str = "") -> dict[str, Any]:
        """Post as somebody, with one key until the answer is definite."""
        return await self._ask(JournalRequest(username, path, key or uuid4().hex, body=body))

    async def upload(self, username: str, path: str, code: str, content: bytes) -> dict[str, Any]:
        """Upload as somebody, with one key until the answer is definite."""
        return await self._ask(JournalRequest(username, path, uuid4().hex, upload=(code, content)))

    async def repeat(self, accepted: Accepted) -> None:
        """Ask once more what was accepted; another answer than the first is a contradiction."""
        answer = await self._send_until_definite(accepted.request)
        self._compare(accepted.request, (201, accepted.answer), (answer.status_code, answer.json()))

    async def _ask(self, request: JournalRequest) -> dict[str, Any]:
        doubled = self.dice.random() < DOUBLED
        self.journal.doubled += doubled
        copies = (self._send_until_definite(request) for _ in range(2 if doubled else 1))
        return self._noted(request, *await asyncio.gather(*copies))

    async def _send_until_definite(self, request: JournalRequest) -> httpx.Response:
        headers = await self.headers(request.username) | {"Idempotency-Key": request.key}
        if request.upload is None:
            return await self._definite("POST", request.path, headers=headers, json=request.body)
        code, content = request.upload
        files = {"file": (f"{code}.pdf", content, "application/pdf")}
        return await self._definite("POST", request.path, headers=headers, data={"code": code}, files=files)

    def _noted(self, request: JournalRequest, *answers: httpx.Response) -> dict[str, Any]:
        first = answers[0]
        for other in answers[1:]:
            self._compare(request, *((each.status_code, each.json()) for each in (first, other)))
        account = self.account_ids[request.username]
        body: dict[str, Any] = first.json()
        if first.is_error:
            self.journal.refused.append(Refused(request, account, first.status_code, first.text))
            raise RequestRefused(f"POST {request.path}: {first.text}")
        self.journal.accepted.append(Accepted(request, account, body))
        return body

    def _compare(self, request: JournalRequest, first: tuple[int, Any], other: tuple[int, Any]) -> None:
        """Two answers to one request: both accepted and alike, or both refused."""
        alike = first[1] == other[1] if max(first[0], other[0]) < 400 else min(first[0], other[0]) >= 400
        if not alike:
            self.journal.contradictions.append(
                f"{request.path} as {request.username} with key {request.key}: {first} and then {other}"
            )

    async def _definite(self, method: str, path: str, **content: Any) -> httpx.Response:
        """Send to some API until one answers with 2xx or 4xx.

        Raises:
            Stuck: nobody did for a long time.
        """
        deadline, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
        while time.monotonic() < deadline:
            answer = await self._sent(method, path, content)
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                return answer
            await asyncio.sleep(pause * (0.5 + self.dice.random()))
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        raise Stuck(f"{method} {path} had no definite answer within {PATIENCE_SECONDS:.0f} s")

    async def _sent(self, method: str, path: str, content: dict[str, Any]) -> httpx.Response | None:
        """One try; None when no answer came."""
        self.journal.sends += 1
        try:
            answer = await self.http.request(method, self.dice.choice(self.urls) + path, **content)
        except httpx.TransportError:
            self.journal.unanswered += 1
            return None
        self.journal.unavailable += answer.status_code >= 500
        return answer


def subject_of(token: str) -> str:
    """The account's id that a token carries; nobody but its maker needs to check the signature."""
    claims = token.split(".")[1]
    subject: str = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sub"]
    return subject
