"""The cases each morning: what was interrupted is brought back, and all that a reconciliation finds is an alarm."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from temporalio.service import RPCError

from adapters.store.alarms import note_try, open_alarms
from adapters.store.engine import open_session, transaction
from audit.reconciliation import reconcile_all
from commands.alarms.watch import Watch
from commands.cases.restoring import Restoring
from domain.alarms import AlarmKind
from domain.audit.entry import SYSTEM
from domain.catalogue.registry import Catalogue
from domain.errors import Refusal
from domain.ledger.alarming import OF_A_RECONCILIATION
from domain.ledger.differences import DifferenceKind

log = logging.getLogger(__name__)

MOST_TRIES: Final = 2
"""After so many that failed an interrupted case is left to the administrator."""

MOST_CASES: Final = 200
"""Brought back in one morning; who has lost more restores the server's database."""

LEFT: Final = f"已 {MOST_TRIES} 次未能自动恢复，请管理员办理。"


@dataclass(frozen=True)
class Morning:
    """What is done about the cases each morning.

    Attributes:
        watch: looks and tells.
        restoring: brings cases back.
        catalogue: every version of the policy.
    """

    watch: Watch
    restoring: Restoring
    catalogue: Catalogue

    async def look_after_cases(self) -> int:
        """Bring back what was interrupted, then reconcile; how many cases go on again.

        Raises:
            RPCError: Temporal does not answer.
        """
        found = await self.watch.look()
        interrupted = [each.case_number for each in found if each.kind is DifferenceKind.WORKFLOW_MISSING]
        tries = await asyncio.to_thread(self._tries)
        wanted = [number for number in interrupted if tries.get(number, 0) < MOST_TRIES]
        restored = [await self._try(number, tries.get(number, 0)) for number in wanted[:MOST_CASES]]
        compared = await reconcile_all(
            self.watch.engine, self.catalogue, self.watch.workflows, pause_seconds=self.watch.pause_seconds
        )
        await self.watch.tell(compared.differences, OF_A_RECONCILIATION)
        return sum(restored)

    def _tries(self) -> dict[str, int]:
        with open_session(self.watch.engine) as session:
            alarms = open_alarms(session, AlarmKind.CASE_INTERRUPTED)
        return {number: alarm.tries for number, alarm in alarms.items()}

    async def _try(self, number: str, tries: int) -> bool:
        """Bring one back, and note what came of it."""
        try:
            run = await self.restoring.bring_back(number, SYSTEM)
            outcome, is_restored = f"已恢复（运行编号 {run}）。", True
        except Refusal as refused:
            told = refused.facts
            outcome, is_restored = f"未能恢复：{told.what}{told.why}{told.remedy}", False
        except RPCError as away:
            outcome, is_restored = f"未能恢复：流程引擎没有答复（{away.status.name}）。", False
        except Exception as fault:  # one case must not keep the others, and the round, from going on
            log.warning("case %s could not be brought back", number, exc_info=fault)
            outcome, is_restored = f"未能恢复：程序出错（{type(fault).__name__}），详见运行日志。", False
        if not is_restored and tries + 1 >= MOST_TRIES:
            outcome += LEFT
        await asyncio.to_thread(self._note, number, outcome)
        return is_restored

    def _note(self, number: str, outcome: str) -> None:
        with transaction(self.watch.engine) as session:
            note_try(session, AlarmKind.CASE_INTERRUPTED, number, outcome)
