"""The terms of many cases end at the same midnight; a worker dies, and everybody looks at the cases meanwhile.

A worker that answers such a look may remember the run with its timer fired and the time before that (decision 39). A run
that believes that time starts its timer once more, and no replay follows it: the proof replays every history.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from temporalio.client import Client
from temporalio.service import RPCError

from domain.calendar import shanghai_midnight
from domain.case.identifiers import workflow_id
from domain.case.record.stages import Stage
from tools.chaos.callers import Stuck
from tools.chaos.errands import Errand, Intent
from tools.chaos.saboteur import Saboteur
from tools.chaos.schedule import Fault, FaultKind, Target
from tools.chaos.walk import PatientWalk
from tools.demo.people import RequestRefused
from tools.demo.scenarios import SCENARIOS

AT_ONCE: Final = 8
STEPS_TO_NOTICE: Final = 12
SPREAD_SECONDS: Final = 3.0
"""Within which the server comes to midnight for one case after the other."""

DIES_AFTER_SECONDS: Final = 1.6
LOOK_EACH_SECONDS: Final = 0.02
LOOK_WITHIN: Final = timedelta(seconds=15)

ONE_OFF: Final = next(each for each in SCENARIOS if each.code == "compute_centre_construction")


def errands_of_a_night(known: Sequence[Errand], count: int) -> list[Errand]:
    """So many cases, each of a project of its own, of the units that there are."""
    return [
        known[number % len(known)].model_copy(
            update={
                "number": len(known) + number,
                "scenario": ONE_OFF.model_copy(
                    update={
                        "base": f"同日到期·{number}",
                        "facts": {**ONE_OFF.facts, "audited_investment": f"{124000000 + number}.00"},
                    }
                ),
                "intent": Intent.FINISH,
                "on_paper": True,
            }
        )
        for number in range(count)
    ]


@dataclass
class Midnight:
    """One night.

    Attributes:
        walks: the cases.
        client: Temporal, as the Web UI has it.
        saboteur: kills the worker.
        dice: when the server comes to which case.
    """

    walks: Sequence[PatientWalk]
    client: Client
    saboteur: Saboteur
    dice: Random

    async def pass_by(self) -> list[str]:
        """Bring the cases to public notice and let it end for all at once; who did not go on, in a sentence each."""
        gate, over = asyncio.Semaphore(AT_ONCE), asyncio.Event()
        troubles = [*await asyncio.gather(*(self._publish(walk, gate) for walk in self.walks))]
        published = [walk for walk in self.walks if walk.view.get("stage") == Stage.PUBLIC_NOTICE]
        looking = [asyncio.create_task(self._look_at(walk.number, over)) for walk in published]
        killing = asyncio.create_task(self._kill_a_worker())
        troubles += await asyncio.gather(*(self._end(walk) for walk in published))
        over.set()
        await asyncio.gather(killing, *looking)
        await self.saboteur.put_right()
        return [trouble for trouble in troubles if trouble]

    async def _publish(self, walk: PatientWalk, gate: asyncio.Semaphore) -> str:
        async with gate:
            try:
                await walk.file()
                for _ in range(STEPS_TO_NOTICE):
                    if walk.view["stage"] == Stage.PUBLIC_NOTICE:
                        return ""
                    await walk.one_step()
            except (Stuck, RequestRefused) as trouble:
                return f"{walk.number} on its way to public notice: {trouble}"
        return f"{walk.number} came to {walk.view['stage']} instead of public notice"

    async def _end(self, walk: PatientWalk) -> str:
        """Let the notice of a case end, a moment before or after that of the next one."""
        before = walk.view
        due_on = date.fromisoformat(before["waiting_for"][0]["due_on"])
        await asyncio.sleep(self.dice.uniform(0, SPREAD_SECONDS))
        try:
            await walk.skip_to(shanghai_midnight(due_on + timedelta(days=1)))
            await walk.settled(before)
        except Stuck as trouble:
            return f"{walk.number} at midnight: {trouble}"
        return ""

    async def _look_at(self, number: str, over: asyncio.Event) -> None:
        """Look as the page of a run in the Web UI does, which asks for its details again and again."""
        handle = self.client.get_workflow_handle(workflow_id(number))
        while not over.is_set():
            with suppress(RPCError):
                await handle.query("progress", rpc_timeout=LOOK_WITHIN)
            await asyncio.sleep(LOOK_EACH_SECONDS)

    async def _kill_a_worker(self) -> None:
        await asyncio.sleep(DIES_AFTER_SECONDS)
        await self.saboteur.make(
            Fault(after=DIES_AFTER_SECONDS, kind=FaultKind.KILL, target=Target.WORKER, which=0)
        )
