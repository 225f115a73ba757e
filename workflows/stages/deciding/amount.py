"""An amount that the law leaves open: entered by the lead's review, confirmed by another official of the lead."""

from domain.case.acts.review import ConfirmAmount
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.roles import together
from workflows.case import Case
from workflows.stages.deciding.review import review
from workflows.trail import Laps


async def review_amount(case: Case, event: Event) -> None:
    """→ 牵头审核中: reviewed and confirmed on return; an amount that is not confirmed is reviewed again."""
    await review(case, event)
    laps: Laps[None] = Laps(case, "amount", None)
    while not await is_confirmed(case):
        laps.top(None)
        await review(case, Event.AMOUNT_RETURNED)


async def is_confirmed(
    case: Case, stage: Stage = Stage.LEAD_REVIEW, subject: str = "", not_by: tuple[str, ...] = ()
) -> bool:
    """Still in the stage of the decision: a second pair of eyes compares the amount with its document."""
    task = case.plan.lead_task("confirm_amount", term="amount_confirmation", not_by=not_by)
    await case.enter(stage, Event.AMOUNT_ENTERED, task, subject=subject)
    act = await case.act_of(ConfirmAmount)
    case.keep(decided_by=together(case.state.decided_by, act.by.people))
    return act.decision == "confirm"
