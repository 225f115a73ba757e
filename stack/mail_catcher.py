"""A real SMTP server that keeps each mail as a file where a person can read it: ``python -m stack.mail_catcher``.

It accepts everything and delivers nothing. A mail is complete on disk before the sender hears 250.
"""

import asyncio
import os
import signal
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.settings import read_settings
from stack.ports import LOOPBACK

LARGEST_MAIL_BYTES = 32 * 1024 * 1024


class MailCatcher:
    """An SMTP server on loopback, running inside ``async with``; port 0 takes a free one."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        self.folder.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd's name
        """Keep one mail, with its envelope in front as a delivering server writes it."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        head = [
            f"Return-Path: <{envelope.mail_from or ''}>",
            *(f"Delivered-To: {to}" for to in envelope.rcpt_tos),
        ]
        keep(self.folder, "".join(f"{line}\r\n" for line in head).encode() + content)
        return "250 2.0.0 Kept"

    def _session(self) -> SMTP:
        return SMTP(
            self, data_size_limit=LARGEST_MAIL_BYTES, enable_SMTPUTF8=True, hostname="duixian.localhost"
        )


def keep(folder: Path, content: bytes) -> Path:
    """Write one mail so that a reader of the folder sees it complete or not at all; names sort by arrival."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{uuid.uuid4().hex[:8]}.eml"
    draft = folder / f".{name}.part"  # not an .eml: a glob would find it
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft.rename(folder / name)


async def main() -> None:
    """Catch mails until SIGTERM."""
    settings = read_settings()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with MailCatcher(settings.mail_directory or settings.var / "mail", settings.smtp_port):
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
