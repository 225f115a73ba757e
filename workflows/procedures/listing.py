"""The listing road: no money, an entry in the public catalogue."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.record.events import Event
    from domain.case.record.money_steps import Listing as ListingRequest
    from domain.case.record.stages import Stage
    from domain.frozen import Frozen

from workflows.case import Case
from workflows.options import record
from workflows.stages.decision import decide
from workflows.stages.reconsideration import take_in


class Listing(Case):
    """Completeness, review, sign-off, notice, entry."""

    async def follow(self) -> None:
        """The road."""
        start = await take_in(self)
        await decide(self, start.event)
        message = ListingRequest(case_number=self.plan.case_number, seq=self.next_seq(), at=workflow.now())
        await record("list_product", message, Frozen, "列入名录")
        await self.close(Stage.CLOSED, Event.LISTED)
