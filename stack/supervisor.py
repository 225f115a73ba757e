"""Keeps the children of the stack alive: started in order, started again when they die, stopped in reverse order."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from stack.child import Child

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""A child that lived this long starts again after the shortest pause."""

Report = Callable[[str], None]
Ready = Callable[[], Awaitable[bool]]


class ChildDied(Exception):
    """A child ended, or stayed silent, before it was ready; the message ends with the last lines of its log."""


class Supervisor:
    """The running children, in the order of their start."""

    def __init__(self, report: Report = print, longest_pause_seconds: float = LONGEST_PAUSE_SECONDS) -> None:
        self._report = report
        self._longest_pause = longest_pause_seconds
        self._children: list[Child] = []
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._watches: dict[str, asyncio.Task[None]] = {}

    async def start(self, child: Child) -> None:
        """Start a child and watch it from now on."""
        self._processes[child.name] = await child.start()
        self._children.append(child)
        self._watches[child.name] = asyncio.create_task(self._watch(child), name=f"watch {child.name}")

    async def until_ready(self, child: Child, is_ready: Ready, within_seconds: float = 60.0) -> None:
        """Wait until a started child answers.

        Raises:
            ChildDied: it ended first, or did not answer in time.
        """
        first = self._processes[child.name]
        deadline = time.monotonic() + within_seconds
        while not await is_ready():
            if first.returncode is not None:
                raise ChildDied(f"{child.name} ended with status {first.returncode}:\n{child.last_words()}")
            if time.monotonic() > deadline:
                raise ChildDied(
                    f"{child.name} is not ready after {within_seconds:.0f} s:\n{child.last_words()}"
                )
            await asyncio.sleep(0.05)

    def process_id(self, name: str) -> int:
        """The process that is the child now."""
        return self._processes[name].pid

    def is_running(self, name: str) -> bool:
        """Whether the child runs now; False between its end and its next start."""
        return self._processes[name].returncode is None

    @property
    def names(self) -> tuple[str, ...]:
        """The children, in the order of their start."""
        return tuple(child.name for child in self._children)

    async def stop(self, name: str) -> None:
        """Stop one child and leave it stopped."""
        child = next(child for child in self._children if child.name == name)
        self._children.remove(child)
        watch = self._watches.pop(name)
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        if not await child.stop(self._processes.pop(name)):
            self._report(f"{name} did not end within {child.grace_seconds:.0f} s and was killed")

    async def stop_all(self) -> None:
        """Stop every child, the last started first."""
        for child in reversed(self._children.copy()):
            await self.stop(child.name)

    async def _watch(self, child: Child) -> None:
        """Start the child again whenever it ends by itself, after longer and longer pauses."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            started_at = time.monotonic()
            status = await self._processes[child.name].wait()
            if time.monotonic() - started_at > STEADY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self._report(
                f"{child.name} ended with status {status}; starting it again in {pause:g} s (see {child.log})"
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._longest_pause)
            self._processes[child.name] = await child.start()
