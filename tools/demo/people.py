"""The people of the demo: everybody who has an account, over HTTP as themselves."""

import uuid
from collections.abc import Sequence
from typing import Any

import httpx

from stack.accounts import EmbeddedAccount


class RequestRefused(Exception):
    """The API refused something that the demo expects to be granted."""


class People:
    """Logged-in callers by account name; each logs in once, when first needed."""

    def __init__(self, url: str, accounts: Sequence[EmbeddedAccount]) -> None:
        """Know everybody's password."""
        self.http = httpx.AsyncClient(base_url=url, timeout=60, trust_env=False)
        self.passwords = {account.username: account.password for account in accounts}
        self.tokens: dict[str, str] = {}

    async def headers(self, username: str) -> dict[str, str]:
        """The caller's authorisation."""
        if username not in self.tokens:
            form = {"grant_type": "password", "username": username, "password": self.passwords[username]}
            answer = await self.http.post("/v1/auth/token", data=form)
            self.tokens[username] = _granted(answer)["access_token"]
        return {"Authorization": f"Bearer {self.tokens[username]}"}

    async def post(self, username: str, path: str, body: dict[str, Any], key: str = "") -> dict[str, Any]:
        """Post as somebody.

        Raises:
            RequestRefused: with the API's own words.
        """
        headers = await self.headers(username) | {"Idempotency-Key": key or uuid.uuid4().hex}
        return _granted(await self.http.post(path, json=body, headers=headers))

    async def get(self, username: str, path: str) -> dict[str, Any]:
        """Read as somebody."""
        return _granted(await self.http.get(path, headers=await self.headers(username)))

    async def upload(self, username: str, path: str, code: str, content: bytes) -> dict[str, Any]:
        """Upload a document as somebody."""
        headers = await self.headers(username) | {"Idempotency-Key": uuid.uuid4().hex}
        files = {"file": (f"{code}.pdf", content, "application/pdf")}
        return _granted(await self.http.post(path, data={"code": code}, files=files, headers=headers))


def _granted(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise RequestRefused(f"{answer.request.method} {answer.request.url.path}: {answer.text}")
    body: dict[str, Any] = answer.json()
    return body
