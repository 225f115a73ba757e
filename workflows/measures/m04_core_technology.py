"""Measure 4: core technology."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.post_acceptance import PostAcceptance


@workflow.defn(name="core_technology")
class CoreTechnology(PostAcceptance):
    """4 Grant for core technology projects, after acceptance."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
