"""Lead review: verified figures replace declared ones, and the award is computed again."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import Review
    from domain.case.deficiency_notices import begun_anew, phase_of
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage
    from domain.case.record.steps import Assessment
    from domain.case.turns import Turn

from workflows.case import Case
from workflows.endings import RoadEnded
from workflows.stages.intake import ask_supplement

AFTER_OBJECTION = frozenset({Event.SETTLED, Event.OBJECTION_UPHELD})
"""What brings a case back to its review."""

PHASES = (phase_of(Stage.LEAD_REVIEW), phase_of(Stage.EXPERT_REVIEW))
"""The phases that then begin anew."""


async def review(
    case: Case,
    event: Event,
    *,
    stage: Stage = Stage.LEAD_REVIEW,
    term: str = "lead_review",
    party: str = "",
) -> None:
    """→ 牵头审核中 (or 专家评审中): approved on return; a rejection ends in 不予支持.

    A return asks the applicant for a supplement and comes back here; the term goes on where it stopped. Late reviews are
    reminded and escalated.
    """
    if event in AFTER_OBJECTION:
        case.keep(notices=begun_anew(case.state.notices, *PHASES))
    turn = Turn(party=party or case.plan.lead, acts=("review",), asked=case.term(term))
    while True:
        await case.enter(stage, event, turn)
        act = await approved_or_returned(case)
        if act.decision == "approve":
            return
        turn = case.sent_back(act)
        await ask_supplement(case, Event.RETURNED, act)
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
