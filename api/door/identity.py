"""Whoever sends a body is known before it is read: a stranger's bytes fill neither memory nor disk."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth import identified
from api.problems import answer_to
from commands.access.roles import Roles


class Door(NamedTuple):
    """A route that asks for a role, and the roles."""

    route: APIRoute
    roles: tuple[Roles, ...]


class IdentityFirst:
    """ASGI middleware: of a request with a body, log-in and role are asked before the first byte of it is taken.

    Args:
        app: behind it.
        routes: every route; those without a role are public, and bound what they take by themselves.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[APIRoute]) -> None:
        self._app = app
        self._doors = [Door(route, roles) for route in routes if (roles := tuple(_roles_of(route.dependant)))]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a known caller's body come, or answer without it."""
        if scope["type"] == "http" and _has_body(scope):
            try:
                await self._check(scope)
            except Exception as refused:  # noqa: BLE001 - told as if its route had said it
                await answer_to(Request(scope), refused)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _check(self, scope: Scope) -> None:
        door = next((door for door in self._doors if door.route.matches(scope)[0] is Match.FULL), None)
        if door is not None:
            caller = await identified(Request(scope))
            for roles in door.roles:
                roles.admit(caller)


def _roles_of(dependant: Dependant) -> Iterator[Roles]:
    if isinstance(dependant.call, Roles):
        yield dependant.call
    for child in dependant.dependencies:
        yield from _roles_of(child)


def _has_body(scope: Scope) -> bool:
    """Whether its headers announce one (RFC 9112, 6.3)."""
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0").strip(b"0") != b""
