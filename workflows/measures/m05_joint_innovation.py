"""Measure 5: joint innovation."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.one_off import OneOff


@workflow.defn(name="national_innovation_task")
class NationalInnovationTask(OneOff):
    """5.1 Grant for national innovation tasks."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="national_research_platform")
class NationalResearchPlatform(OneOff):
    """5.2 Award for national research platforms."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
