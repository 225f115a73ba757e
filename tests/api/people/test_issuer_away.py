"""An issuer that is silent or gone holds nobody: its own people are asked to come back, all others notice nothing."""

import asyncio
import socket
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from adapters.settings import Settings
from tests.api.asking import log_in, problem_of
from tests.api.external_issuer import AUDIENCE, ISSUER, Issuer

STRANGERS = 120


@pytest.fixture(params=["silent", "gone"])
def away(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    """Where the issuer was: something that accepts and never answers, or nothing at all."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listening:
        if request.param == "gone":
            listening.shutdown(socket.SHUT_RDWR)
        yield listening


@pytest.fixture
def api_settings(database_url: str, settings: Settings, away: socket.socket) -> Settings:
    """The API believes an issuer whose keys it cannot fetch."""
    url = f"http://127.0.0.1:{away.getsockname()[1]}/keys"
    known = {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_jwks_url": url}
    return settings.model_copy(
        update={"database_url": database_url, "temporal_address": "127.0.0.1:9", **known}
    )


async def test_an_issuer_that_is_away_holds_nobody(app: FastAPI, http: httpx.AsyncClient) -> None:
    headers = Issuer().bearer("stranger", "auditor")
    async with app.router.lifespan_context(app):
        async with asyncio.timeout(30):  # one after the other they would wait for ten minutes
            asking = [http.get("/v1/applications", headers=headers) for _ in range(STRANGERS)]
            public = [http.get(path) for path in ("/healthz", "/v1/measures")]
            own = http.get("/v1/applications", headers=await log_in(http, "auditor"))
            *refused, alive, measures, seen = await asyncio.gather(*asking, *public, own)
    assert [answer.status_code for answer in (alive, measures, seen)] == [200, 200, 200]
    for answer in refused:
        assert "统一身份认证" in problem_of(answer, 503, "unavailable")["detail"]
        assert answer.headers["retry-after"]
