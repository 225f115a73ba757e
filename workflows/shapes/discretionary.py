"""The discretionary road: one official enters the amount with its document, the finance bureau confirms it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.stages import Stage
    from domain.departments import FINANCE_BUREAU

from workflows.case import Case
from workflows.stages.decision import decide
from workflows.stages.intake import check_completeness
from workflows.stages.payment import pay


class Discretionary(Case):
    """As one-off; the finance bureau is among the signers, so that two people stand behind the amount."""

    async def follow(self) -> None:
        """The road."""
        await check_completeness(self)
        await decide(self, also=(FINANCE_BUREAU,))
        await self.close(Stage.CLOSED, *await pay(self))
