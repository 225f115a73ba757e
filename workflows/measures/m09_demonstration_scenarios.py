"""Measure 9: demonstration scenarios."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.one_off import OneOff


@workflow.defn(name="demonstration_scenario")
class DemonstrationScenario(OneOff):
    """9 Award for demonstration scenarios."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
