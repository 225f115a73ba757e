"""The procedure of a case that had ended, when the bank returns what was paid (到账后退票)."""

from temporalio import workflow

from domain.case.acts.payment import ReturnPayment
from domain.case.record.progress import CaseInput, CaseOutcome
from domain.case.record.stages import Stage
from workflows.endings import ProcedureEnded
from workflows.procedures.reopened import Reopened
from workflows.stages.bank_return import begin, pay_returned


@workflow.defn(name="bank_return")
class LateReturn(Reopened[ReturnPayment]):
    """Begun with the bank's later word; when the money has arrived, the case is again where it had ended."""

    opened_by = ReturnPayment

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()

    async def carry_out(self, act: ReturnPayment, ended: Stage) -> ProcedureEnded | None:
        """Pay again."""
        returned = await begin(self, act)
        if returned is None:
            return None
        return ProcedureEnded(ended, *await pay_returned(self, returned), returned.subject)
