"""The procedure of a case that had ended, when too little was paid (补足差额)."""

from temporalio import workflow

from domain.case.acts.recovery import DecideTopUp
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.stages import Stage
from workflows.endings import ProcedureEnded
from workflows.procedures.reopened import Reopened
from workflows.stages.top_up import begin, pay_rest


@workflow.defn(name="top_up")
class ToppingUp(Reopened[DecideTopUp]):
    """Begun with the decision; when the money has arrived, the case is again where it had ended."""

    opened_by = DecideTopUp

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()

    async def carry_out(self, act: DecideTopUp, ended: Stage) -> ProcedureEnded | None:
        """Pay the difference."""
        topped = await begin(self, act)
        if topped is None:
            return None
        return ProcedureEnded(ended, *await pay_rest(self, act, topped), topped.subject)
