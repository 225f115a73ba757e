"""The listing procedure: no money, an entry in the public catalogue."""

from functools import partial

from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.verbs import LIST_PRODUCT
from workflows.case import Case
from workflows.stages.deciding.correction import until_it_stands
from workflows.stages.deciding.decision import decide
from workflows.stages.reconsideration import take_in


class Listing(Case):
    """Completeness, review, sign-off, notice, entry."""

    async def follow(self) -> None:
        """The procedure."""
        start = await take_in(self)
        await until_it_stands(self, start.event, partial(decide, self))
        await self.do(LIST_PRODUCT)
        await self.close(Stage.CLOSED, Event.LISTED)
