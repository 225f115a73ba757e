"""The procedure of a case that was closed, when a decision of it is contested (复核)."""

from temporalio import workflow

from domain.case.acts.filing import RequestReconsideration
from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.endings import NotTakenUp, Woken
from workflows.procedures.reopened import PATIENCE, Reopened
from workflows.stages import contest


@workflow.defn(name="reconsideration")
class Reconsideration(Reopened[RequestReconsideration]):
    """Begun with the request; with the last answer the case is again where it had ended."""

    opened_by = RequestReconsideration

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()

    async def follow(self) -> None:
        """Wait for the request; the case stands where it had ended until everything that is contested is answered."""
        act = await self.act_of(RequestReconsideration, Woken, patience=PATIENCE)
        if isinstance(act, Woken):
            raise NotTakenUp
        await contest.request(self, act)
        await self.until_answered()
