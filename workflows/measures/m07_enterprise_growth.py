"""Measure 7: enterprises that grow."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.discretionary import Discretionary
from workflows.procedures.one_off import OneOff


@workflow.defn(name="leading_goose")
class LeadingGoose(Discretionary):
    """7.1 Award for selected leading enterprises."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="revenue_milestone")
class RevenueMilestone(OneOff):
    """7.2 Award for first reaching a revenue milestone."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="revenue_growth")
class RevenueGrowth(OneOff):
    """7.3 Award on the growth of revenue, a year."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
