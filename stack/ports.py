"""Ports of the stack on loopback: are they free, and which ones are."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from adapters.settings import Settings

LOOPBACK = "127.0.0.1"

# Setting, and whom the port is for.
PORTS = {
    "api_port": ("API", "接口与页面"),
    "temporal_port": ("Temporal server", "Temporal 服务"),
    "temporal_ui_port": ("Temporal Web UI", "Temporal 界面"),
    "smtp_port": ("SMTP server", "邮件服务"),
}


class PortInUse(Exception):
    """One or more ports of the stack are taken; the message says which and what to do."""


def check_ports(settings: Settings) -> None:
    """Refuse to start on a port that somebody listens on, or that two of our own settings name.

    Raises:
        PortInUse: names every such port with its variable, in Chinese and English.
    """
    complaints = [*_named_twice(settings), *_taken(settings)]
    if complaints:
        raise PortInUse("\n".join(complaints))


def is_free(port: int) -> bool:
    """Whether we could listen on a port of loopback now."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((LOOPBACK, port))
            candidate.listen(1)
        except OSError:
            return False
    return True


async def is_listening(port: int) -> bool:
    """Whether somebody accepts connections on a port of loopback now."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


def free_ports(count: int) -> Sequence[int]:
    """Different ports that are free now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for candidate in sockets:
            candidate.bind((LOOPBACK, 0))
        return [int(candidate.getsockname()[1]) for candidate in sockets]


def _taken(settings: Settings) -> Iterator[str]:
    for name, (english, chinese) in PORTS.items():
        port = getattr(settings, name)
        if not is_free(port):
            variable = f"DUIXIAN_{name.upper()}"
            yield (
                f"端口 {port}（{chinese}）已被占用。请停止占用它的程序，或用 {variable} 另选端口。\n"
                f"Port {port} ({english}) is in use. Stop the program that uses it, or choose another port with {variable}."
            )


def _named_twice(settings: Settings) -> Iterator[str]:
    first: dict[int, str] = {}
    for name in PORTS:
        port, variable = getattr(settings, name), f"DUIXIAN_{name.upper()}"
        if port in first:
            yield (
                f"{first[port]} 与 {variable} 都是 {port}，请让它们不同。\n"
                f"{first[port]} and {variable} are both {port}; give them different ports."
            )
        first.setdefault(port, variable)
