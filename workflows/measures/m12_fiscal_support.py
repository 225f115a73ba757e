"""Measure 12: fiscal support."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.referral import Referral


@workflow.defn(name="fiscal_support")
class FiscalSupport(Referral):
    """12 Referral for funds, tax relief and tailored support."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
