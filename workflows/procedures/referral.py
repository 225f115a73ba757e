"""The referral road: no money, a ticket with a department, a term and an answer."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage

from workflows.case import Case
from workflows.stages.reconsideration import take_in
from workflows.stages.review import review


class Referral(Case):
    """Completeness, then the answer of the department that the ticket was given to."""

    async def follow(self) -> None:
        """The road."""
        start = await take_in(self)
        await review(self, start.event, term="referral_answer", party=start.refer_to)
        await self.close(Stage.CLOSED, Event.ANSWERED)
