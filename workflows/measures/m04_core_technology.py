"""Measure 4: core technology."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.record.progress import CaseInput, CaseOutcome

from workflows.procedures.post_acceptance import PostAcceptance


@workflow.defn(name="core_technology")
class CoreTechnology(PostAcceptance):
    """4 Grant for core technology projects, after acceptance."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the road."""
        return await self.walk()
