"""The cases under way, and what became of each."""

import asyncio
import time
from dataclasses import dataclass, field

from tools.chaos.callers import Stuck
from tools.chaos.walk import PatientWalk
from tools.demo.people import RequestRefused

LOOK_SECONDS = 0.5


@dataclass
class Load:
    """The cases under way, and what became of each."""

    walks: list[PatientWalk]
    closing: asyncio.Event
    stuck: list[str] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self) -> None:
        """Let every case go on its way."""
        self.tasks = [asyncio.create_task(self._carry_out(walk)) for walk in self.walks]

    @property
    def done(self) -> int:
        """How many errands are done."""
        return sum(task.done() for task in self.tasks)

    @property
    def is_through(self) -> bool:
        """Whether nobody is left but those who wait in a queue."""
        return all(task.done() or walk.is_queued for task, walk in zip(self.tasks, self.walks, strict=True))

    async def until_through(self, within_seconds: float) -> bool:
        """Wait until nobody but the waiting is left; whether that happened in time."""
        deadline = time.monotonic() + within_seconds
        while not self.is_through and time.monotonic() < deadline:  # noqa: ASYNC110 - many tasks
            await asyncio.sleep(LOOK_SECONDS)
        return self.is_through

    async def end(self, within_seconds: float) -> None:
        """Let the year end for those in a queue, and wait for all; whoever is not back is stuck."""
        self.closing.set()
        await asyncio.wait(self.tasks, timeout=within_seconds)
        for task, walk in zip(self.tasks, self.walks, strict=True):
            if not task.done():
                task.cancel()
                self.stuck.append(f"{walk.number or 'a filing'} is still under way at {_stage(walk)}")
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _carry_out(self, walk: PatientWalk) -> None:
        try:
            await walk.carry_out()
        except (Stuck, RequestRefused) as trouble:
            self.stuck.append(f"{walk.scenario.code} {walk.number} at {_stage(walk)}: {trouble}")


def _stage(walk: PatientWalk) -> str:
    return str(walk.view.get("stage", "filing"))
