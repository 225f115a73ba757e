"""Measure 13: financing."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.discretionary import Discretionary
from workflows.procedures.referral import Referral


@workflow.defn(name="financing_support")
class FinancingSupport(Referral):
    """13.1 Referral for leasing and loans."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="listing_award")
class ListingAward(Discretionary):
    """13.2 Award for going public."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
