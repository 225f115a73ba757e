"""The whole product on one machine: ``async with EmbeddedStack(settings) as stack``.

Order of start: folder and ports, store migrated, Temporal, mail catcher, worker, API. Stopped in reverse. Used by
``make run``, the demo, the bench and the end-to-end tests; the last three on free ports and a folder they throw away.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from temporalio.client import Client

from adapters.settings import Settings
from adapters.store.migrate import migrate
from adapters.temporal import connect
from stack.account_keeping import keep_in_store
from stack.accounts import EmbeddedAccount, kept_accounts
from stack.child import Child
from stack.embedded_settings import embedded_settings
from stack.health import is_api_healthy
from stack.ports import LOOPBACK, check_ports, is_listening
from stack.supervisor import Report, Supervisor
from stack.temporal_server import is_polled, prepare_namespace, server_command
from stack.var_folder import held

WORKER_GRACE_SECONDS = 40.0
"""Longer than the worker itself waits for its running activities."""


class EmbeddedStack:
    """The running stack: its settings, accounts, Temporal client and supervised processes."""

    accounts: tuple[EmbeddedAccount, ...]
    client: Client

    def __init__(self, settings: Settings, *, report: Report = print) -> None:
        self.settings = embedded_settings(settings)
        self.supervisor = Supervisor(report)
        self._report = report
        self._open = AsyncExitStack()

    @property
    def url(self) -> str:
        """Where the API is."""
        return f"http://{LOOPBACK}:{self.settings.api_port}"

    async def __aenter__(self) -> Self:
        """Start everything; when something does not start, stop what did.

        Raises:
            PortInUse, VarInUse, TemporalNotFound, ChildDied: say what is wrong and what to do.
        """
        async with AsyncExitStack() as opening:
            opening.enter_context(held(self.settings.var))
            check_ports(self.settings)
            opening.push_async_callback(self.supervisor.stop_all)
            await asyncio.to_thread(migrate, self.settings.database_url)
            await self._start_temporal()
            self.accounts = await asyncio.to_thread(kept_accounts, self.settings.var)
            await asyncio.to_thread(keep_in_store, self.accounts, self.settings.database_url)
            await self._start_mail_catcher()
            await self.start_worker()
            await self.start_api()
            self._open = opening.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every child in reverse order and let go of the folder."""
        await self._open.aclose()

    async def start_worker(self) -> None:
        """Start the worker and wait until it asks for work."""
        worker = self._python("worker", "worker.py", grace_seconds=WORKER_GRACE_SECONDS)
        await self.supervisor.start(worker)
        await self.supervisor.until_ready(worker, lambda: is_polled(self.client, self.settings.task_queue))

    async def start_api(self) -> None:
        """Start the API and wait until it says that it and everything behind it is ready."""
        api = self._python("api", "-m", "api")
        await self.supervisor.start(api)
        await self.supervisor.until_ready(api, lambda: is_api_healthy(self.settings))

    async def _start_temporal(self) -> None:
        temporal = self._child("temporal", server_command(self.settings))
        await self.supervisor.start(temporal)
        await self.supervisor.until_ready(temporal, self._is_temporal_ready)
        await prepare_namespace(self.client)

    async def _start_mail_catcher(self) -> None:
        catcher = self._python("mail-catcher", "-m", "stack.mail_catcher")
        await self.supervisor.start(catcher)
        await self.supervisor.until_ready(catcher, lambda: is_listening(self.settings.smtp_port))

    async def _is_temporal_ready(self) -> bool:
        if not await is_listening(self.settings.temporal_port):
            return False
        try:
            self.client = await connect(self.settings)
        except RuntimeError:  # listens, but does not answer yet
            return False
        return await self.client.service_client.check_health()

    def _python(self, name: str, *arguments: str, grace_seconds: float = 10.0) -> Child:
        return self._child(name, [sys.executable, *arguments], grace_seconds)

    def _child(self, name: str, command: list[str], grace_seconds: float = 10.0) -> Child:
        return Child(
            name=name,
            command=command,
            log=self.settings.var / "log" / f"{name}.log",
            environment=self.settings.environment(),
            grace_seconds=grace_seconds,
        )
