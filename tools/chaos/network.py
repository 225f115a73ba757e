"""The network of a stack under test: a link from every worker and API to each of its neighbours, and one to each API."""

import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from adapters.settings import Settings
from stack.ports import LOOPBACK, free_ports
from stack.postgresql_server import PostgresqlServer, store_url
from tools.chaos.link import Link

CALLERS = "callers"
TEMPORAL, DATABASE, SMTP = "temporal", "postgresql", "mail-catcher"


class Network:
    """Every link, made before the parts that use it.

    Args:
        settings: of the stack, with its ports.
        server: its database.
        workers: names of the workers.
        apis: names and ports of the APIs.
    """

    def __init__(
        self, settings: Settings, server: PostgresqlServer, workers: tuple[str, ...], apis: dict[str, int]
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="duixian-net-"))
        self._open = AsyncExitStack()
        self._seen: dict[str, dict[str, object]] = {}
        self.links: list[Link] = []
        for child in (*workers, *apis):
            self._lead_out(child, settings, server)
        self.urls = tuple(self._lead_in(api, port) for api, port in apis.items())

    def seen(self, child: str, settings: Settings) -> Settings:
        """The settings of a child that goes through its links."""
        return settings.model_copy(update=self._seen.get(child, {}))

    def touching(self, part: str) -> list[Link]:
        """The links that a part hangs on."""
        return [link for link in self.links if part in (link.source, link.target)]

    def heal(self) -> None:
        """Let everything through again, everywhere."""
        for link in self.links:
            link.heal()

    async def __aenter__(self) -> Self:
        """Listen everywhere."""
        self._open.callback(_remove, self._folder)
        for link in self.links:
            await self._open.enter_async_context(link)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Break everything off."""
        await self._open.aclose()

    def _lead_out(self, child: str, settings: Settings, server: PostgresqlServer) -> None:
        temporal, smtp = free_ports(2)
        folder = self._folder / child
        folder.mkdir()
        self.links += [
            Link(child, TEMPORAL, temporal, settings.temporal_port),
            Link(child, SMTP, smtp, settings.smtp_port),
            Link(child, DATABASE, folder / server.socket.name, server.socket),
        ]
        self._seen[child] = {
            "temporal_address": f"{LOOPBACK}:{temporal}",
            "smtp_port": smtp,
            "database_url": store_url(folder),
        }

    def _lead_in(self, api: str, port: int) -> str:
        (listening,) = free_ports(1)
        self.links.append(Link(CALLERS, api, listening, port))
        return f"http://{LOOPBACK}:{listening}"


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
