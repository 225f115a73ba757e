"""The one-off road: decide, then pay once."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.record.stages import Stage

from workflows.case import Case
from workflows.stages.decision import decide
from workflows.stages.payment import pay
from workflows.stages.reconsideration import take_in


class OneOff(Case):
    """Completeness, review, sign-off, notice, payment."""

    async def follow(self) -> None:
        """The road."""
        start = await take_in(self)
        await decide(self, start.event)
        await self.close(Stage.CLOSED, *await pay(self))
