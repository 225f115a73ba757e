"""Measure 10: security testing."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.one_off import OneOff


@workflow.defn(name="security_testing")
class SecurityTesting(OneOff):
    """10 Grant for passed security tests."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
