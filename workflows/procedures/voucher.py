"""The voucher procedure: decide, issue from the year's pool, redeem in parts until used up or expired."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver
from workflows.stages import voucher
from workflows.stages.deciding.correction import until_it_stands
from workflows.stages.deciding.decision import decide
from workflows.stages.reconsideration import take_in
from workflows.trail import Laps


class Voucher(Case):
    """Completeness, review, sign-off, notice; issue; redemptions, each reviewed and paid."""

    async def follow(self) -> None:
        """The procedure; a voucher that ends early gives its money back to the pool, a queued case leaves the queue."""
        try:
            await self.issue_and_redeem()
        except ProcedureEnded:
            await voucher.release(self, "cancelled")
            raise

    async def issue_and_redeem(self) -> None:
        """Until the voucher is used up, or has run out."""
        start = await take_in(self)
        event, reason = await until_it_stands(self, start.event, self.decide_and_redeem)
        await self.close(Stage.CLOSED, event, reason, str(self.state.redemptions))

    async def decide_and_redeem(self, event: Event) -> tuple[Event, str]:
        """The decision; then redemption after redemption."""
        if event is Event.DECISION_CORRECTED:
            await voucher.release(self, "cancelled")
        if event is not Event.LAPSE_EXCUSED:
            await decide(self, event)
        await voucher.issue(self)
        await voucher.open_voucher(self, Event.VOUCHER_ISSUED)
        laps: Laps[None] = Laps(self, "redemptions", None)
        while True:
            laps.top(None)
            outcome = await voucher.redeem_once(self)
            if isinstance(outcome, TaskOver) or not self.state.voucher_left:
                break
            await voucher.open_voucher(self, *outcome, str(self.state.redemptions))
        if isinstance(outcome, TaskOver):
            await voucher.release(self, "expired")
            return Event.VOUCHER_EXPIRED, voucher.expired(outcome)
        return outcome
