"""The multi-year procedure: decide once, then claim, review and pay each year; a run a year."""

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.stages.decision import decide
from workflows.stages.instalment import open_year, settle_year
from workflows.stages.reconsideration import is_at_door, take_in


class MultiYear(Case):
    """Completeness, review, sign-off, notice; then the years of support, one after the other."""

    async def follow(self) -> None:
        """The procedure."""
        if is_at_door(self):
            await decide(self, (await take_in(self)).event)
            await open_year(self, self.state.instalment + 1, Event.INSTALMENT_AWAITED)
        last = len(self.plan.instalment_ends)
        while True:
            event, reason = await settle_year(self)
            if self.state.instalment == last:
                break
            await open_year(self, self.state.instalment + 1, event, reason)
            await self.continue_in_a_new_run("instalments")
        await self.close(Stage.CLOSED, event, reason, str(last))
