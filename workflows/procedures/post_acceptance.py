"""The post-acceptance procedure: approve, wait for the event that earns the money, publish, pay."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.acceptance import await_acceptance, open_acceptance
from workflows.stages.decision import approve
from workflows.stages.payment import pay
from workflows.stages.public_notice import publish_notice
from workflows.stages.reconsideration import is_at_door, take_in


class PostAcceptance(Case):
    """Completeness, review, sign-off; the awaited event; notice and payment."""

    async def follow(self) -> None:
        """The procedure."""
        if is_at_door(self):
            await approve(self, (await take_in(self)).event)
            await open_acceptance(self)
        await await_acceptance(self)
        while not await publish_notice(self, Event.ACCEPTANCE_RECORDED):
            await open_acceptance(self, Event.OBJECTION_UPHELD)
            await await_acceptance(self)
        await self.close(Stage.CLOSED, *await pay(self))
