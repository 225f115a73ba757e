"""The watch (值守): every worker looks each minute at what may be the matter with the cases, and raises and closes alarms.

Many workers look; what one has raised, the others see again. What is listed closes by itself when a look finds all well.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from temporalio.service import RPCError

from adapters.store.alarms import close_alarm, open_alarms, raise_alarm
from adapters.store.engine import open_session
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import STORE_AWAY, Engine
from adapters.store.writing import transaction
from adapters.temporal.announcing import Announcer
from audit.reconciliation import compare_cases
from audit.running_workflows import RunningWorkflows
from domain.alarms import AlarmKind
from domain.ledger.alarming import OF_CASES, alarming, bounded, is_proven
from domain.ledger.differences import Difference

AWAY: Final[tuple[type[Exception], ...]] = (RPCError, *STORE_AWAY)
PAUSE_SECONDS: Final = 20.0
"""Before what seems to be the matter is looked at again: a worker that died leaves its task to another after ten."""

WELL_AGAIN: Final = "再次核对，未再发现此情况。"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watch:
    """What looks.

    Attributes:
        engine: the store.
        workflows: of Temporal.
        letterhead: what mails need of the installation.
        announcer: tells the post office of mails.
        pause_seconds: before what seems to be the matter is looked at again.
    """

    engine: Engine
    workflows: RunningWorkflows
    letterhead: Letterhead
    announcer: Announcer
    pause_seconds: float = PAUSE_SECONDS

    async def keep(self, seconds: float) -> None:
        """Look again and again, so many seconds after the look before; while the store or Temporal is away nothing can be said."""
        while True:
            try:
                await self.look()
            except AWAY as away:
                log.warning(
                    "the cases could not be looked at: %s", getattr(away, "status", type(away).__name__)
                )
            await asyncio.sleep(seconds)

    async def look(self) -> tuple[Difference, ...]:
        """Compare the cases with their workflows, and raise and close alarms by what is found.

        Raises:
            RPCError: Temporal does not answer.
        """
        found = await compare_cases(self.engine, self.workflows, pause_seconds=self.pause_seconds)
        await self.tell(found, frozenset(OF_CASES.values()))
        return found

    async def tell(self, found: tuple[Difference, ...], kinds: frozenset[AlarmKind]) -> None:
        """Raise the alarms of what was found, and close those of these kinds that it does not bear out any more."""
        if await asyncio.to_thread(self._told, found, kinds, datetime.now(UTC)):
            self.announcer.mail()

    def _told(self, found: tuple[Difference, ...], kinds: frozenset[AlarmKind], at: datetime) -> bool:
        alarms, proven = alarming(found), is_proven(found)
        raised = {kind: bounded(subjects) for kind, subjects in alarms.items()}
        with open_session(self.engine) as session:
            over = [
                (kind, subject)
                for kind in sorted(kinds)
                for subject in open_alarms(session, kind)
                if subject not in alarms.get(kind, {}) | raised.get(kind, {}) and proven(kind, subject)
            ]
        if not raised and not over:  # as nearly always: nobody waits for this look to write
            return False
        with transaction(self.engine) as session:
            is_new = [
                raise_alarm(session, self.letterhead, kind, subject, what, at)
                for kind, subjects in sorted(raised.items())
                for subject, what in subjects.items()
            ]
            for kind, subject in over:
                close_alarm(session, kind, subject, WELL_AGAIN, at)
        return any(is_new)
