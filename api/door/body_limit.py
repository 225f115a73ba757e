"""Refuses bodies that are too large before they fill memory or disk."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import TooLarge, on_http_error
from api.wiring import wiring_of
from domain.public_notice.outside import MOST_BYTES

FORM_OVERHEAD = 64 * 1024
JSON_BYTES = 1024 * 1024
SIMULATIONS = "/v1/simulations"
PUBLIC_NOTICES = "/public-notices/"


class BodyLimit:
    """ASGI middleware: documents, files of cases and evidence of the public up to their limits, all else up to a mebibyte."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit_of(scope)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > limit:
            await on_http_error(Request(scope), TooLarge(limit))(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge(limit)
            return message

        await self._app(scope, counted, send)


def _limit_of(scope: Scope) -> int:
    wired = wiring_of(scope)
    if PUBLIC_NOTICES in scope["path"] and scope["path"].endswith("/objections"):
        return MOST_BYTES + FORM_OVERHEAD
    if scope["path"].endswith("/documents"):
        return wired.settings.max_upload_bytes + FORM_OVERHEAD
    if scope["path"] == SIMULATIONS:
        return wired.settings.max_simulation_bytes + FORM_OVERHEAD
    return JSON_BYTES
