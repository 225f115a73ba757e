"""From acceptance of the application to a decision that stands: review, sign-off, public notice."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.record.events import Event

from workflows.case import Case
from workflows.stages.public_notice import publish_notice
from workflows.stages.review import review
from workflows.stages.sign_off import sign_off


async def approve(case: Case, event: Event = Event.ACCEPTED, also: tuple[str, ...] = ()) -> None:
    """Review and sign-off, again after an objection that the lead takes up."""
    await review(case, event)
    while not await sign_off(case, also=also):
        await review(case, Event.SETTLED)


async def decide(case: Case, event: Event = Event.ACCEPTED, also: tuple[str, ...] = ()) -> None:
    """Approve and publish, again after an objection of the public that is upheld."""
    await approve(case, event, also)
    while not await publish_notice(case):
        await approve(case, Event.OBJECTION_UPHELD, also)
