"""Serves the application: uvicorn on uvloop and httptools, with bounds that its parser and its protocol do not have.

httptools refuses what two readers could read differently: a length beside a transfer encoding, a bare line feed, a
header folded or repeated that may stand once (RFC 9112, 6.3 and 11.2).
"""

from asyncio import TimerHandle, Transport
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from adapters.settings import Settings
from domain.frozen import Frozen

MOST_CONNECTIONS: Final = 500
"""More are answered 503 at once; a process may have 1,024 files open, and each call needs some itself."""


class Patience(Frozen):
    """What a connection is given for one request.

    Attributes:
        seconds: in which a request comes, however little it sends.
        bytes_a_second: that it must come with on average afterwards; a mobile phone at the edge of its network has that.
        most_header_bytes: of request line and headers (RFC 6585, 431).
        lingering_seconds: for what still comes after the answer, so that it can be read.
        look_again_seconds: between two looks.
    """

    seconds: float = 20
    bytes_a_second: int = 8 * 1024
    most_header_bytes: int = 64 * 1024
    lingering_seconds: float = 5
    look_again_seconds: float = 5


class BoundedRequests(HttpToolsProtocol):
    """A connection on which no request takes for ever, nor fills memory with headers."""

    patience = Patience()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._look: TimerHandle | None = None
        self._since = 0.0
        self._received = 0
        self._is_coming = self._in_headers = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the class above does
        """Wait for the first request."""
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes; what begins within it is counted from its beginning on."""
        super().data_received(data)
        self._received += len(data)
        if self._in_headers and self._received > self.patience.most_header_bytes:
            self._refuse(431)

    def on_message_begin(self) -> None:
        """A request begins, the first one or one that follows on the same connection."""
        self._begin()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """What comes from here on is a body."""
        self._in_headers = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It is there."""
        self._end()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It was answered; what still comes is read away for a moment, since a reset would take the answer with it."""
        super().on_response_complete()
        if self._is_coming and self._look is not None:
            self._look.cancel()
            self._look = self.loop.call_later(self.patience.lingering_seconds, self.transport.close)

    def _begin(self) -> None:
        self._end()
        self._since, self._received = self.loop.time(), 0
        self._is_coming = self._in_headers = True
        self._watch()

    def _end(self) -> None:
        self._is_coming = self._in_headers = False
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _watch(self) -> None:
        """Look at how much came, again and again until the request is there."""
        waited = self.loop.time() - self._since
        if self.flow.read_paused:  # we do not take what it sends: not its fault
            self._since = self.loop.time()
        elif waited > self.patience.seconds:
            expected = (waited - self.patience.seconds) * self.patience.bytes_a_second
            if self._in_headers or self._received < expected:
                self._refuse(408)
                return
        self._look = self.loop.call_later(self.patience.look_again_seconds, self._watch)

    def _refuse(self, status: int) -> None:
        """End the connection; told where nothing was answered yet."""
        if self._in_headers or not self.cycle.response_started:
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self._end()
        self.transport.close()


def server_of(
    app: FastAPI, settings: Settings, protocol: type[BoundedRequests] = BoundedRequests
) -> uvicorn.Server:
    """The server of an application; who asked for what is not written to a log."""
    config = uvicorn.Config(
        app,
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http=protocol,
        ws="none",
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=8,
    )
    return uvicorn.Server(config)
