"""Of a request with a body, log-in and role are asked before a byte of it is taken: on every route that asks for one."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from api.app import PLAIN_ROUTERS, ROUTERS
from api.openapi import roles_of, routes_of
from tests.api.asking import log_in, problem_of

SENDING = {"POST", "PUT", "PATCH", "DELETE"}
ASKING = [
    (method, re.sub(r"{\w+}", "1", route.path))
    for route in routes_of((*ROUTERS, *PLAIN_ROUTERS))
    for method in sorted(SENDING & (route.methods or set()))
    if "无需登录" not in roles_of(route.dependant)
]


class Body:
    """A body that says whether anybody asked for it."""

    def __init__(self) -> None:
        self.is_read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.is_read = True
        yield b"{}"


async def test_nobodys_body_is_read_by_no_route_that_asks_who_calls(http: httpx.AsyncClient) -> None:
    assert len(ASKING) > 50
    for shown in ({}, {"Authorization": "Bearer x"}):
        for method, path in ASKING:
            body = Body()
            answer = await http.request(method, path, content=body, headers=shown)
            problem_of(answer, 401, "not-authenticated")
            assert not body.is_read, path


@pytest.mark.parametrize("path", ["/v1/simulations", "/v1/bulk-acts", "/v1/earlier-awards"])
async def test_a_body_of_another_role_is_not_read(http: httpx.AsyncClient, path: str) -> None:
    body, known = Body(), await log_in(http, "yunshu")
    problem_of(await http.post(path, content=body, headers=known), 403, "not-allowed")
    assert not body.is_read


async def test_a_body_sent_to_no_address_is_not_read(http: httpx.AsyncClient) -> None:
    body = Body()
    problem_of(await http.post("/v1/nothing", content=body), 404, "not-found")
    assert not body.is_read
