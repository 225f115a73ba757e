"""The road of a case that had ended, when money that was paid is to come back (追回)."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.money_acts import DecideRecovery
    from domain.case.record.progress import CaseInput, CaseOutcome

from workflows.case import Case
from workflows.endings import RoadEnded
from workflows.stages.recovery import begin, recover

PATIENCE = timedelta(minutes=10)
"""The decision comes together with the start; a run whose decision was refused does not stay."""


class NothingDecided(Exception):
    """No decision came, or it did not hold: the case stays as it ended."""


@workflow.defn(name="recovery")
class Recovery(Case):
    """A new run under the workflow id of a case that has ended; plan and state come from the store."""

    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        """The case is open again for one decision."""
        super().__init__(case)
        self.closed = False

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the road; without a decision that holds, leave no trace."""
        try:
            return await self.walk()
        except NothingDecided:
            self.closed = True
            await workflow.wait_condition(workflow.all_handlers_finished)
            return CaseOutcome(stage=self.stage, amount=self.state.amount)

    async def follow(self) -> None:
        """Wait for the decision; what comes of it ends the run."""
        await self.next_act(PATIENCE)
        raise NothingDecided

    async def recover(self, decision: DecideRecovery) -> None:
        """Recover; a reversed decision leaves the case where it had ended."""
        ended, recovery = self.stage, await begin(self, decision)
        if recovery is None:
            raise NothingDecided
        raise RoadEnded(ended, *await recover(self, decision, recovery))
