"""An OIDC issuer outside the product: it signs tokens, and publishes the key for them over HTTP."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI
from jwt.algorithms import ECAlgorithm

from adapters.settings import Settings
from api.app import create_app
from tests.api.asking import TODAY

ISSUER = "https://login.example.com"
AUDIENCE = "duixian"


class Issuer:
    """Signs tokens as somebody's own log-in would."""

    def __init__(self, kid: str = "1") -> None:
        self.asked, self._kid = 0, kid
        self._key = ec.generate_private_key(ec.SECP256R1())
        known = json.loads(ECAlgorithm.to_jwk(self._key.public_key()))
        self.jwks = json.dumps({"keys": [known | {"kid": kid, "use": "sig"}]}).encode()

    def token(self, subject: str, roles: list[str], **claims: Any) -> str:
        """What somebody of this issuer bears."""
        content = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": subject,
            "exp": datetime.now(UTC) + timedelta(hours=1),
            "duixian_roles": roles,
            **claims,
        }
        return jwt.encode(content, self._key, "ES256", headers={"kid": self._kid})

    def bearer(self, subject: str, *roles: str, **claims: Any) -> dict[str, str]:
        """The header of somebody of this issuer."""
        return {"Authorization": f"Bearer {self.token(subject, list(roles), **claims)}"}


@pytest.fixture
def issuer() -> Issuer:
    """An issuer with a key of its own."""
    return Issuer()


@pytest.fixture
def jwks_url(issuer: Issuer) -> Iterator[str]:
    """Where the issuer publishes its key."""
    with publishing(issuer) as url:
        yield url


@contextmanager
def publishing(issuer: Issuer) -> Iterator[str]:
    """Answer with the keys of the issuer, whatever they are by then."""

    class Published(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked += 1
            self.send_response(200)
            self.end_headers()
            self.wfile.write(issuer.jwks)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Published) as server:
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/keys"
        server.shutdown()
        serving.join()


@pytest.fixture
def api_settings(database_url: str, settings: Settings, jwks_url: str) -> Settings:
    """The API believes the issuer's tokens."""
    known = {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_jwks_url": jwks_url}
    return settings.model_copy(
        update={"database_url": database_url, "temporal_address": "127.0.0.1:9", **known}
    )


@pytest_asyncio.fixture
async def app(api_settings: Settings) -> AsyncIterator[FastAPI]:
    """The application, once it has the issuer's keys."""
    made = create_app(api_settings, today=lambda: TODAY)
    keys = made.state.wiring.tokens.issuer_keys
    assert await keys.refresh()
    yield made
    made.state.wiring.engine.dispose()
