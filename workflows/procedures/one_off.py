"""The one-off procedure: decide, then pay once."""

from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.decision import decide
from workflows.stages.payment import pay
from workflows.stages.reconsideration import take_in


class OneOff(Case):
    """Completeness, review, sign-off, notice, payment."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        await decide(self, start.event)
        await self.close(Stage.CLOSED, *await pay(self))
