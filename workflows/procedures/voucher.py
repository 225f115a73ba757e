"""The voucher road: decide, issue from the year's pool, redeem in parts until used up or expired."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage

from workflows.case import Case
from workflows.endings import TurnOver
from workflows.stages import voucher
from workflows.stages.decision import decide
from workflows.stages.reconsideration import is_at_door, take_in


class Voucher(Case):
    """Completeness, review, sign-off, notice; issue; redemptions, each reviewed and paid."""

    async def follow(self) -> None:
        """The road."""
        if is_at_door(self):
            await decide(self, (await take_in(self)).event)
            await voucher.issue(self)
            await voucher.open_voucher(self, Event.VOUCHER_ISSUED)
        while True:
            outcome = await voucher.redeem_once(self)
            if isinstance(outcome, TurnOver) or not self.state.voucher_left:
                break
            await voucher.open_voucher(self, *outcome, str(self.state.redemptions))
            if workflow.info().is_continue_as_new_suggested():
                await self.turn_the_year("redemptions")
        if isinstance(outcome, TurnOver):
            await voucher.release(self, "expired")
            outcome = Event.VOUCHER_EXPIRED, voucher.expired(outcome)
        event, reason = outcome
        await self.close(Stage.CLOSED, event, reason, str(self.state.redemptions))

    async def release(self) -> None:
        """A voucher that ends early gives its money back to the pool; a queued case leaves the queue."""
        await voucher.release(self, "cancelled")
