"""Measure 8: innovative products."""

from temporalio import workflow

from domain.case.record.progress import CaseInput, CaseOutcome
from workflows.procedures.listing import Listing
from workflows.procedures.one_off import OneOff


@workflow.defn(name="first_equipment")
class FirstEquipment(OneOff):
    """8.1 Award for first sets of equipment."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="first_software")
class FirstSoftware(OneOff):
    """8.2 Award for first versions of software."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()


@workflow.defn(name="product_catalogue")
class ProductCatalogue(Listing):
    """8.3 Entry in the public catalogue of innovative products."""

    @workflow.run
    async def run(self, case: CaseInput) -> CaseOutcome:
        """Follow the procedure."""
        return await self.walk()
