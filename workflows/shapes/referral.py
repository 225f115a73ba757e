"""The referral road: no money, a ticket with a department, a term and an answer."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.events import Event
    from domain.case.stages import Stage

from workflows.case import Case
from workflows.stages.intake import check_completeness
from workflows.stages.review import review


class Referral(Case):
    """Completeness, then the answer of the department that the ticket was given to."""

    async def follow(self) -> None:
        """The road."""
        ticket = await check_completeness(self)
        await review(self, Event.ACCEPTED, term="referral_answer", party=ticket.refer_to)
        await self.close(Stage.CLOSED, Event.ANSWERED)
