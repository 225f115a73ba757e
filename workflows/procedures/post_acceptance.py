"""The post-acceptance procedure: approve, wait for the event that earns the money, publish, pay."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.acceptance import await_acceptance, open_acceptance
from workflows.stages.deciding.correction import until_it_stands
from workflows.stages.deciding.decision import approve
from workflows.stages.deciding.oversight import approve_as_head
from workflows.stages.payment import pay
from workflows.stages.public_notice import publish_notice
from workflows.stages.reconsideration import take_in
from workflows.trail import Laps


class PostAcceptance(Case):
    """Completeness, review, sign-off; the awaited event; notice and payment."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        await self.close(Stage.CLOSED, *await until_it_stands(self, start.event, self.decide_and_pay))

    async def decide_and_pay(self, event: Event) -> tuple[Event, str]:
        """The decision; then the awaited event, and the payment."""
        if event is Event.LAPSE_EXCUSED:
            return await pay(self)
        await approve(self, event)
        await open_acceptance(self)
        approved_by = self.state.decided_by
        await self.accept()
        laps: Laps[None] = Laps(self, "accepting", None)
        while not await publish_notice(self, Event.ACCEPTANCE_RECORDED):
            laps.top(None)
            self.keep(decided_by=approved_by)  # what was recorded no longer stands
            await open_acceptance(self, Event.OBJECTION_UPHELD)
            await self.accept()
        return await pay(self)

    async def accept(self) -> None:
        """What is awaited is recorded; above a sum a head approves what it comes to."""
        await await_acceptance(self)
        await approve_as_head(self, Stage.AWAITING_ACCEPTANCE)
