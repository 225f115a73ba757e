"""Measure 6: key enterprises and projects."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.post_acceptance import PostAcceptance


@workflow.defn(name="headquarters")
class Headquarters(PostAcceptance):
    """6.1 Award for headquarters, in the first tax year."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="major_project_investment")
class MajorProjectInvestment(PostAcceptance):
    """6.2 Grant on two years of fixed-asset investment."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
