"""The discretionary procedure: one official enters the amount with its document, another confirms it."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.deciding.amount import review_amount
from workflows.stages.deciding.correction import until_it_stands
from workflows.stages.deciding.decision import decide
from workflows.stages.payment import pay
from workflows.stages.reconsideration import take_in


class Discretionary(Case):
    """As one-off, with two people of the lead behind the amount."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        await self.close(Stage.CLOSED, *await until_it_stands(self, start.event, self.decide_and_pay))

    async def decide_and_pay(self, event: Event) -> tuple[Event, str]:
        """The decision, and the payment that it carries; of what lapsed behind the decision the payment alone."""
        if event is not Event.LAPSE_EXCUSED:
            await decide(self, event, review_amount)
        return await pay(self)
