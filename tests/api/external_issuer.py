"""An OIDC issuer outside the product: it signs tokens, and publishes the key for them over HTTP."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://login.example.com"
AUDIENCE = "duixian"


class Issuer:
    """Signs tokens as somebody's own log-in would."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        known = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        self.jwks = json.dumps({"keys": [known | {"kid": "1", "use": "sig"}]}).encode()

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
        return jwt.encode(content, self._key, "RS256", headers={"kid": "1"})

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

    class Published(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(issuer.jwks)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Published) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/keys"
        server.shutdown()
        serving.join()
