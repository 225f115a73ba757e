"""The multi-year procedure: decide once, then claim, review and pay each year; a run a year."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.deciding.correction import until_it_stands
from workflows.stages.deciding.decision import decide
from workflows.stages.instalment import open_year, settle_claim, settle_year
from workflows.stages.reconsideration import take_in
from workflows.trail import Laps


class MultiYear(Case):
    """Completeness, review, sign-off, notice; then the years of support, one after the other."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        event, reason = await until_it_stands(self, start.event, self.decide_and_support)
        await self.close(Stage.CLOSED, event, reason, str(self.state.instalment))

    async def decide_and_support(self, event: Event) -> tuple[Event, str]:
        """The decision; then year after year.

        A year that is made good after all the years is the last thing to do.
        """
        if event is Event.LAPSE_EXCUSED:
            return await settle_claim(self)
        await decide(self, event)
        is_open = event is Event.DECISION_CORRECTED and self.state.instalment
        year = self.state.instalment if is_open else self.state.instalment + 1
        await open_year(self, year, Event.INSTALMENT_AWAITED)
        laps: Laps[None] = Laps(self, "years", None)
        while True:
            laps.top(None)
            event, reason = await settle_year(self)
            if self.state.instalment == len(self.plan.instalment_ends):
                return event, reason
            await open_year(self, self.state.instalment + 1, event, reason)
            self.waiting.end_run()
