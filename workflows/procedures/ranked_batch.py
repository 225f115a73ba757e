"""The ranked procedure: review, experts, sign-off, the year's batch, notice, payment."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.batch import select
from workflows.stages.payment import pay
from workflows.stages.public_notice import publish_notice
from workflows.stages.reconsideration import take_in
from workflows.stages.review import review
from workflows.stages.sign_off import sign_off


class RankedBatch(Case):
    """Completeness, review, expert review, sign-off, selection, notice, payment."""

    async def follow(self) -> None:
        """The procedure."""
        event = (await take_in(self)).event
        while True:
            await self.judge(event)
            await select(self)
            if await publish_notice(self):
                break
            event = Event.OBJECTION_UPHELD
        await self.close(Stage.CLOSED, *await pay(self))

    async def judge(self, event: Event) -> None:
        """Review and experts until the departments have signed."""
        while True:
            await review(self, event)
            await review(self, Event.EXPERTS_ASKED, stage=Stage.EXPERT_REVIEW, term="expert_review")
            if await sign_off(self, Event.SCORED):
                return
            event = Event.SETTLED
