"""The whole product on one machine: ``async with EmbeddedStack(settings) as stack``.

Order of start: folder and ports, PostgreSQL where one is given, store migrated, Temporal, mail catcher, workers, APIs.
Stopped in reverse. Used by ``make run``, the demo, the bench, the faults and the end-to-end tests; all but the first on
free ports and a folder they throw away.
"""

import asyncio
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from types import TracebackType
from typing import Self

from argon2 import PasswordHasher
from temporalio.client import Client

from adapters.settings import Settings
from adapters.store.migrate import migrate
from adapters.temporal.connect import connect
from stack.account_keeping import keep_in_store
from stack.accounts import EmbeddedAccount, kept_accounts
from stack.child import Child
from stack.embedded_settings import embedded_settings
from stack.health import is_api_healthy
from stack.ports import LOOPBACK, check_ports, free_ports, is_listening
from stack.postgresql_server import PostgresqlServer
from stack.supervisor import LONGEST_PAUSE_SECONDS, Report, Supervisor
from stack.temporal_server import is_polled, prepare_namespace, server_command
from stack.var_folder import held

WORKER_GRACE_SECONDS = 40.0
"""Longer than the worker itself waits for its running activities."""


Seen = Callable[[str, Settings], Settings]
"""The settings that a child of this name is given; they may lead it to its neighbours by another way."""


def as_it_is(_child: str, settings: Settings) -> Settings:
    """Straight to the neighbours."""
    return settings


class EmbeddedStack:
    """The running stack: its settings, accounts, Temporal client and supervised processes.

    Args:
        settings: of the installation; what the stack provides itself is put in their place.
        report: told when a child died or did not stop.
        workers: how many workers: ``worker``, ``worker-2``, …
        apis: how many APIs, ``api`` on the port of the settings, ``api-2`` on a free one, …; or their names and ports.
        postgresql: a server to run and to use as the store, instead of the store of the settings.
        seen: what each worker and API is told of the others.
        longest_pause_seconds: before a child that keeps dying is started again.
        hasher: of the accounts' passwords, where the usual one is too slow for a stack that is thrown away.
    """

    accounts: tuple[EmbeddedAccount, ...]
    client: Client

    def __init__(
        self,
        settings: Settings,
        *,
        report: Report = print,
        workers: int = 1,
        apis: int | Mapping[str, int] = 1,
        postgresql: PostgresqlServer | None = None,
        seen: Seen = as_it_is,
        longest_pause_seconds: float = LONGEST_PAUSE_SECONDS,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self.settings = embedded_settings(settings)
        if postgresql is not None:
            self.settings = self.settings.model_copy(update={"database_url": postgresql.url})
        self.supervisor = Supervisor(report, longest_pause_seconds)
        self.workers = numbered("worker", workers)
        self.api_ports = dict(apis) if isinstance(apis, Mapping) else ports_of_apis(settings, apis)
        self._postgresql = postgresql
        self._seen = seen
        self._hasher = hasher
        self._report = report
        self._open = AsyncExitStack()

    @property
    def url(self) -> str:
        """Where the first API is."""
        return self.urls[0]

    @property
    def urls(self) -> tuple[str, ...]:
        """Where the APIs are."""
        return tuple(f"http://{LOOPBACK}:{port}" for port in self.api_ports.values())

    async def __aenter__(self) -> Self:
        """Start everything; when something does not start, stop what did.

        Raises:
            PortInUse, VarInUse, OtherShape, TemporalNotFound, ChildDied: say what is wrong and what to do.
        """
        async with AsyncExitStack() as opening:
            opening.enter_context(held(self.settings.var))
            check_ports(self.settings)
            opening.push_async_callback(self.supervisor.stop_all)
            await self._start_postgresql()
            await asyncio.to_thread(migrate, self.settings.database_url)
            await self._start_temporal()
            self.accounts = await asyncio.to_thread(kept_accounts, self.settings.var)
            await asyncio.to_thread(keep_in_store, self.accounts, self.settings.database_url, self._hasher)
            await self._start_mail_catcher()
            await self._start_workers_and_apis()
            self._open = opening.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every child in reverse order and let go of the folder."""
        await self._open.aclose()

    async def is_worker_ready(self, name: str) -> bool:
        """Whether this worker asks for work."""
        return await is_polled(self.client, self.settings.task_queue, self.supervisor.process_id(name))

    async def is_api_ready(self, name: str) -> bool:
        """Whether this API can serve."""
        return await is_api_healthy(self._settings_of(name))

    async def _start_postgresql(self) -> None:
        server = self._postgresql
        if server is None:
            return
        postgresql = Child(
            name="postgresql",
            command=server.command(),
            log=self.settings.var / "log" / "postgresql.log",
            folder=server.folder,
            account=(server.account.pw_uid, server.account.pw_gid) if server.account else None,
            stop_signal=signal.SIGINT,  # end now, clients or not
        )
        await self.supervisor.start(postgresql)
        await self.supervisor.until_ready(postgresql, lambda: asyncio.to_thread(server.is_ready))
        await asyncio.to_thread(server.make_database)

    async def _start_temporal(self) -> None:
        temporal = self._child("temporal", server_command(self.settings))
        await self.supervisor.start(temporal)
        await self.supervisor.until_ready(temporal, self._is_temporal_ready)
        await prepare_namespace(self.client)

    async def _start_mail_catcher(self) -> None:
        catcher = self._python("mail-catcher", "-m", "stack.mail_catcher")
        await self.supervisor.start(catcher)
        await self.supervisor.until_ready(catcher, lambda: is_listening(self.settings.smtp_port))

    async def _start_workers_and_apis(self) -> None:
        """Start them all, since none needs another one, and wait until workers ask for work and APIs can serve."""
        parts = [
            *((self._worker(name), partial(self.is_worker_ready, name)) for name in self.workers),
            *((self._python(name, "-m", "api"), partial(self.is_api_ready, name)) for name in self.api_ports),
        ]
        for child, _ in parts:
            await self.supervisor.start(child)
        await asyncio.gather(*(self.supervisor.until_ready(child, is_ready) for child, is_ready in parts))

    async def _is_temporal_ready(self) -> bool:
        if not await is_listening(self.settings.temporal_port):
            return False
        try:
            self.client = await connect(self.settings)
        except RuntimeError:  # listens, but does not answer yet
            return False
        return await self.client.service_client.check_health()

    def _settings_of(self, name: str) -> Settings:
        """The stack's settings, with the own port of an API."""
        port = self.api_ports.get(name, self.settings.api_port)
        return self.settings.model_copy(update={"api_port": port})

    def _worker(self, name: str) -> Child:
        return self._python(name, "worker.py", grace_seconds=WORKER_GRACE_SECONDS)

    def _python(self, name: str, *arguments: str, grace_seconds: float = 10.0) -> Child:
        return self._child(name, [sys.executable, *arguments], grace_seconds)

    def _child(self, name: str, command: list[str], grace_seconds: float = 10.0) -> Child:
        return Child(
            name=name,
            command=command,
            log=self.settings.var / "log" / f"{name}.log",
            environment=self._seen(name, self._settings_of(name)).environment(),
            grace_seconds=grace_seconds,
        )


def ports_of_apis(settings: Settings, count: int) -> dict[str, int]:
    """The first API on the port of the settings, the others on free ones."""
    return dict(zip(numbered("api", count), (settings.api_port, *free_ports(count - 1)), strict=True))


def numbered(name: str, count: int) -> tuple[str, ...]:
    """``worker``, ``worker-2``, ``worker-3``."""
    return (name, *(f"{name}-{number}" for number in range(2, count + 1)))
