"""Measure 11: talent."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.one_off import OneOff


@workflow.defn(name="talent_compute")
class TalentCompute(OneOff):
    """11.1 Compute award for talent."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="training_base")
class TrainingBase(OneOff):
    """11.2 Grant for training bases."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
