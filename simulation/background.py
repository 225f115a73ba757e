"""Simulations in the background of a process: one at a time, with their progress in the store.

A process that dies leaves its simulation without a beat; `adapters.store.simulations` tells that to whoever looks.
"""

import logging
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from adapters.store.reach import STORE_AWAY, Engine
from adapters.store.simulations import beat, fail, finish, go_on
from domain.catalogue.schema import Policy
from domain.errors import Refusal
from simulation.files.cases import Cases
from simulation.policy_changes import Change
from simulation.simulate import STEPS, simulate, write_rows

BEAT_SECONDS: Final = 3.0
MOST_UNFINISHED: Final = 4
_LOG = logging.getLogger(__name__)
_task = threading.Lock()
_places = threading.BoundedSemaphore(MOST_UNFINISHED)


class QueuePlace:
    """A place among the unfinished simulations of this process; each holds its cases in memory."""

    def __init__(self) -> None:
        if not _places.acquire(blocking=False):
            raise Refusal(
                f"正在进行的测算已有 {MOST_UNFINISHED} 项，暂不受理新的测算。",
                remedy="请在其中一项完成后再提交。",
            )
        self._held = True

    def leave(self) -> None:
        """Give the place back, once."""
        if self._held:
            self._held = False
            _places.release()


class Job:
    """One simulation on its way.

    Args:
        engine: the store.
        identifier: its key there; the row is there already.
        cases: the file, read whole.
        policy: the version.
        changes: numbers and readings that shall be others.
        rows_path: where every row is written to.
        place: its place in this process.
    """

    def __init__(
        self,
        engine: Engine,
        identifier: str,
        cases: Cases,
        policy: Policy,
        changes: Iterable[Change],
        rows_path: Path,
        place: QueuePlace,
    ) -> None:
        self._engine = engine
        self._identifier = identifier
        self._cases = cases
        self._policy = policy
        self._changes = list(changes)
        self._rows_path = rows_path
        self._place = place
        self._over = threading.Event()
        self._steps = 0

    def start(self) -> None:
        """Begin, without waiting for the end."""
        threading.Thread(target=self._work, name=f"simulation-{self._identifier}", daemon=True).start()
        threading.Thread(target=self._beat, name=f"beat-{self._identifier}", daemon=True).start()

    def _work(self) -> None:
        answered = False
        try:
            with _task:
                self._simulate()
            answered = True
        except Refusal as refusal:
            fail(self._engine, self._identifier, refusal.facts.what, _now())
            answered = True
        finally:
            self._over.set()
            self._place.leave()
            if not answered:
                _LOG.error("simulation %s failed", self._identifier)
                fail(self._engine, self._identifier, "系统出现错误，已记录。", _now())

    def _simulate(self) -> None:
        found = simulate(self._cases, self._policy, self._changes, self._step)
        self._rows_path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._rows_path.with_suffix(".draft")
        write_rows(found.rows, draft)
        draft.replace(self._rows_path)
        finish(self._engine, self._identifier, found.outcome.model_dump(mode="json"), _now())

    def _step(self, words: str) -> None:
        steps = STEPS if self._changes else STEPS - 3
        go_on(self._engine, self._identifier, words, min(99, 100 * self._steps // steps), _now())
        self._steps += 1

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                beat(self._engine, self._identifier, _now())
            except STORE_AWAY:
                _LOG.warning("the store is away; simulation %s goes on", self._identifier)


def _now() -> datetime:
    return datetime.now(UTC)
