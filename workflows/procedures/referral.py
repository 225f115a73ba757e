"""The referral procedure: no money, a ticket with a department, a term and an answer."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.deciding.review import review
from workflows.stages.reconsideration import take_in


class Referral(Case):
    """Completeness, then the answer of the department that the ticket was given to."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        await review(self, start.event, term="referral_answer", party=start.refer_to)
        await self.close(Stage.CLOSED, Event.ANSWERED)
