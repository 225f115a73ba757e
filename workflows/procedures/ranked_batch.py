"""The ranked procedure: review, experts, sign-off, the year's batch, notice, payment."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.deciding.batch import select
from workflows.stages.deciding.correction import until_it_stands
from workflows.stages.deciding.oversight import approve_as_head
from workflows.stages.deciding.review import review
from workflows.stages.deciding.sign_off import sign_off
from workflows.stages.payment import pay
from workflows.stages.public_notice import publish_notice
from workflows.stages.reconsideration import take_in
from workflows.trail import Laps


class RankedBatch(Case):
    """Completeness, review, expert review, sign-off, selection, notice, payment."""

    async def follow(self) -> None:
        """The procedure."""
        event = (await take_in(self)).event
        await self.close(Stage.CLOSED, *await until_it_stands(self, event, self.decide_and_pay))

    async def decide_and_pay(self, event: Event) -> tuple[Event, str]:
        """The decision and the payment. Who was selected keeps the place when the decision is corrected."""
        if event is Event.LAPSE_EXCUSED:
            self.keep(is_selected=True)
            return await pay(self)
        laps: Laps[Event] = Laps(self, "selection", Event)
        while True:
            event = laps.top(event)
            await self.judge(event)
            if event is not Event.DECISION_CORRECTED or not self.state.is_selected:
                await select(self)
                self.keep(is_selected=True)
            if await publish_notice(self):
                return await pay(self)
            event = Event.OBJECTION_UPHELD

    async def judge(self, event: Event) -> None:
        """Review and experts until the departments have signed; above a sum a head approves as well."""
        laps: Laps[Event] = Laps(self, "judgement", Event)
        while True:
            event = laps.top(event)
            await review(self, event)
            await review(self, Event.EXPERTS_ASKED, stage=Stage.EXPERT_REVIEW, term="expert_review")
            if await sign_off(self, Event.SCORED):
                await approve_as_head(self)
                return
            event = Event.SETTLED
