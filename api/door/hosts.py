"""Only requests for a name of ours are answered: a stranger's page cannot point its own name at this address (DNS rebinding)."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import answer_to
from api.wiring import wiring_of


class OwnHosts:
    """ASGI middleware: refuses a name that the settings do not know."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the name under which we are asked, whatever its port."""
        if scope["type"] == "http" and not _is_ours(scope):
            other = HTTPException(HTTPStatus.MISDIRECTED_REQUEST)
            await answer_to(Request(scope), other)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_ours(scope: Scope) -> bool:
    told = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    hosts = wiring_of(scope).settings.hosts
    return len(told) == 1 and name_of(told[0]) in hosts


def name_of(host: str) -> str:
    """The name without its port: ``[::1]:8000`` → ``[::1]``."""
    name, separator, port = host.rpartition(":")
    return (name if separator and port.isdecimal() else host).lower().rstrip(".")
