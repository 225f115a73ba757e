"""From acceptance of the application to a decision that stands: review, sign-off, public notice."""

from domain.case.record.events import Event
from workflows.case import Case
from workflows.stages.deciding.oversight import approve_as_head
from workflows.stages.deciding.review import Reviewing, review
from workflows.stages.deciding.sign_off import sign_off
from workflows.stages.public_notice import publish_notice
from workflows.trail import Laps


async def approve(case: Case, event: Event = Event.ACCEPTED, reviewed: Reviewing = review) -> None:
    """Review and sign-off, again after an objection that the lead takes up; above a sum a head as well."""
    await reviewed(case, event)
    laps: Laps[None] = Laps(case, "approval", None)
    while not await sign_off(case):
        laps.top(None)
        await reviewed(case, Event.SETTLED)
    await approve_as_head(case)


async def decide(case: Case, event: Event = Event.ACCEPTED, reviewed: Reviewing = review) -> None:
    """Approve and publish, again after an objection of the public that is upheld."""
    await approve(case, event, reviewed)
    laps: Laps[None] = Laps(case, "decision", None)
    while not await publish_notice(case):
        laps.top(None)
        await approve(case, Event.OBJECTION_UPHELD, reviewed)
