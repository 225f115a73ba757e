"""The procedure of a case that had ended, when money that was paid is to come back (追回)."""

from datetime import timedelta

from temporalio import workflow

from domain.case.acts.recovery import DecideRecovery
from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.case import Case
from workflows.endings import NotTakenUp, ProcedureEnded, Woken
from workflows.interrupts import INTERRUPTS
from workflows.stages.recovery import begin, recover

PATIENCE = timedelta(minutes=10)
"""The decision comes together with the start; a run whose decision was refused does not stay."""


@workflow.defn(name="recovery")
class Recovery(Case):
    """A new run under the workflow id of a case that has ended; plan and state come from the store."""

    interrupts = {kind: interrupt for kind, interrupt in INTERRUPTS.items() if kind is not DecideRecovery}
    """The decision is the procedure here, and no interruption of another."""

    @workflow.init
    def __init__(self, case: CaseInput) -> None:
        """The case is open again for one decision."""
        super().__init__(case)
        self.closed = False

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure; without a decision that holds, leave no trace."""
        return await self.walk()

    async def follow(self) -> None:
        """Wait for the decision and recover; one that is reversed leaves the case where it had ended."""
        decision = await self.act_of(DecideRecovery, Woken, patience=PATIENCE)
        if isinstance(decision, Woken):
            raise NotTakenUp
        ended, recovery = self.stage, await begin(self, decision)
        if recovery is None:
            raise NotTakenUp
        raise ProcedureEnded(ended, *await recover(self, decision, recovery))
