"""The discretionary procedure: one official enters the amount with its document, the finance bureau confirms it."""

from domain.case.record.stages import Stage
from domain.departments import FINANCE_BUREAU
from workflows.case import Case
from workflows.stages.decision import decide
from workflows.stages.payment import pay
from workflows.stages.reconsideration import take_in


class Discretionary(Case):
    """As one-off; the finance bureau is among the signers, so that two people stand behind the amount."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        await decide(self, start.event, also=(FINANCE_BUREAU,))
        await self.close(Stage.CLOSED, *await pay(self))
