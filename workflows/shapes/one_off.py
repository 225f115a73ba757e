"""The one-off road: decide, then pay once."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.stages import Stage

from workflows.case import Case
from workflows.stages.decision import decide
from workflows.stages.intake import check_completeness
from workflows.stages.payment import pay


class OneOff(Case):
    """Completeness, review, sign-off, notice, payment."""

    async def follow(self) -> None:
        """The road."""
        await check_completeness(self)
        await decide(self)
        await self.close(Stage.CLOSED, *await pay(self))
