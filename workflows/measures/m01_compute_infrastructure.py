"""Measure 1: compute centres."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.multi_year import MultiYear
from workflows.procedures.one_off import OneOff


@workflow.defn(name="compute_centre_construction")
class ComputeCentreConstruction(OneOff):
    """1.1 Construction grant for compute centres."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="compute_centre_operation")
class ComputeCentreOperation(MultiYear):
    """1.2 Operating support for compute centres: three yearly instalments."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
