"""The procedure of a case that had ended, when money that was paid is to come back (追回)."""

from temporalio import workflow

from domain.case.acts.recovery import DecideRecovery
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.stages import Stage
from workflows.endings import ProcedureEnded
from workflows.procedures.reopened import Reopened
from workflows.stages.recovery import begin, recover


@workflow.defn(name="recovery")
class Recovery(Reopened[DecideRecovery]):
    """Begun with the decision; one that is reversed leaves the case where it had ended."""

    opened_by = DecideRecovery

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()

    async def carry_out(self, act: DecideRecovery, ended: Stage) -> ProcedureEnded | None:
        """Recover."""
        recovery = await begin(self, act)
        return None if recovery is None else ProcedureEnded(ended, *await recover(self, act, recovery))
