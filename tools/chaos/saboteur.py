"""Carries faults out on a running stack, counts them, and puts everything right again."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator

from temporalio.service import RPCError

from stack.embedded import EmbeddedStack
from stack.ports import is_listening
from stack.postgresql_server import PostgresqlServer
from tools.chaos import processes
from tools.chaos.network import DATABASE, SMTP, TEMPORAL, Network
from tools.chaos.schedule import Fault, FaultKind, Target

COMES_BACK_WITHIN_SECONDS = 120.0


class NotBack(Exception):
    """A part did not come back when everything was put right."""


class Saboteur:
    """Breaks the parts of a stack.

    Args:
        stack: whose processes are killed and paused.
        server: its database.
        network: whose links are cut.
        report: told of each fault.
    """

    def __init__(
        self, stack: EmbeddedStack, server: PostgresqlServer, network: Network, report: Callable[[str], None]
    ) -> None:
        self.made: Counter[tuple[FaultKind, Target]] = Counter()
        self._stack, self._server, self.network = stack, server, network
        self._report = report
        self._paused: dict[str, list[int]] = {}

    @property
    def has_killed_every_target(self) -> bool:
        """Whether no target was spared ``kill -9``."""
        return all(self.made[FaultKind.KILL, target] for target in Target)

    async def work(self, faults: Iterator[Fault]) -> None:
        """Make one fault after the other until cancelled; several may last at the same time."""
        async with asyncio.TaskGroup() as under_way:
            for fault in faults:
                await asyncio.sleep(fault.after)
                under_way.create_task(self.make(fault))

    async def make(self, fault: Fault) -> None:
        """Make one fault and let it last."""
        names = self._hit_by(fault)
        self._report(f"{fault}: {', '.join(names)}")
        match fault.kind:
            case FaultKind.KILL:
                await asyncio.gather(*(self._kill(name) for name in names))
            case FaultKind.PAUSE:
                await asyncio.gather(*(self._pause(name, fault.seconds) for name in names))
            case FaultKind.CUT:
                await self._cut(names, fault)
        self.made[fault.kind, fault.target] += 1

    async def put_right(self) -> None:
        """Heal every link, let every process go on, and wait until every part works.

        Raises:
            NotBack: one does not.
        """
        self.network.heal()
        for name in list(self._paused):
            processes.go_on(self._paused.pop(name))
        deadline = time.monotonic() + COMES_BACK_WITHIN_SECONDS
        for name in self._stack.supervisor.names:
            while not (self._stack.supervisor.is_running(name) and await self._works(name)):
                if time.monotonic() > deadline:
                    raise NotBack(
                        f"{name} does not work {COMES_BACK_WITHIN_SECONDS:.0f} s after the last fault"
                    )
                await asyncio.sleep(0.1)

    def _hit_by(self, fault: Fault) -> tuple[str, ...]:
        names = {
            Target.WORKER: self._stack.workers,
            Target.API: tuple(self._stack.api_ports),
            Target.TEMPORAL: (TEMPORAL,),
            Target.DATABASE: (DATABASE,),
            Target.SMTP: (SMTP,),
        }[fault.target]
        return names if fault.which is None else (names[fault.which % len(names)],)

    async def _kill(self, name: str) -> None:
        await self._until_running(name)
        processes.kill(self._stack.supervisor.process_id(name))

    async def _pause(self, name: str, seconds: float) -> None:
        await self._until_running(name)
        self._paused[name] = processes.pause(self._stack.supervisor.process_id(name))
        await asyncio.sleep(seconds)
        processes.go_on(self._paused.pop(name, []))

    async def _cut(self, names: tuple[str, ...], fault: Fault) -> None:
        links = [link for name in names for link in self.network.touching(name)]
        assert fault.manner is not None  # noqa: S101 - a cut has one
        for link in links:
            link.cut(fault.manner)
        await asyncio.sleep(fault.seconds)
        for link in links:
            link.heal()

    async def _until_running(self, name: str) -> None:
        """A part that was killed a moment ago is hit again once it runs."""
        while not self._stack.supervisor.is_running(name):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)

    async def _works(self, name: str) -> bool:
        stack = self._stack
        try:
            if name in stack.workers:
                return await stack.is_worker_ready(name)
            if name in stack.api_ports:
                return await stack.is_api_ready(name)
            if name == TEMPORAL:
                return await stack.client.service_client.check_health()
        except RPCError:
            return False
        if name == DATABASE:
            return await asyncio.to_thread(self._server.is_ready)
        return await is_listening(stack.settings.smtp_port)
