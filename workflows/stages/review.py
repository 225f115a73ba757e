"""Lead review: verified figures replace declared ones, and the award is computed again."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import Review
    from domain.case.events import Event
    from domain.case.stages import Stage
    from domain.case.steps import Assessment
    from domain.case.turns import Turn

from workflows.case import Case
from workflows.endings import RoadEnded
from workflows.stages.intake import ask_supplement


async def review(
    case: Case,
    event: Event,
    *,
    stage: Stage = Stage.LEAD_REVIEW,
    term: str = "lead_review",
    party: str = "",
) -> None:
    """→ 牵头审核中 (or 专家评审中): approved on return; a rejection ends in 不予支持.

    A return asks the applicant for a supplement and comes back here. Late reviews are reminded and escalated.
    """
    while True:
        turn = Turn(party=party or case.plan.lead, acts=("review",), asked=case.term(term))
        await case.enter(stage, event, turn)
        act = await approved_or_returned(case)
        if act.decision == "approve":
            return
        await ask_supplement(case, Event.RETURNED, act.defects)
        event = Event.SUPPLEMENTED


async def approved_or_returned(case: Case) -> Review:
    """The review that holds: one whose figures carry no award is refused and may be given again."""
    while True:
        act = await case.next_act()
        assert isinstance(act, Review)
        if act.decision == "reject":
            raise RoadEnded(Stage.REJECTED, Event.REJECTED)
        if act.decision == "return":
            return act
        message = Assessment(
            case_number=case.plan.case_number,
            seq=case.next_seq(),
            at=workflow.now(),
            phase="filing",
            verified_facts=act.verified_facts,
            expert_score=act.expert_score,
        )
        if await case.assess(act, message):
            return act
