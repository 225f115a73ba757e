"""Measure 3: foundation models."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.ranked_batch import RankedBatch


@workflow.defn(name="foundation_model")
class FoundationModel(RankedBatch):
    """3 Compute support for foundation models: three a year, by rank."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
