"""Measure 2: compute vouchers from a yearly pool."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.voucher import Voucher


@workflow.defn(name="settlement_voucher")
class SettlementVoucher(Voucher):
    """2.1 Voucher for units that settle in the city."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="major_project_voucher")
class MajorProjectVoucher(Voucher):
    """2.2 Voucher for the lead unit of a major project."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="compute_usage_voucher")
class ComputeUsageVoucher(Voucher):
    """2.3 Voucher for using local compute platforms."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
