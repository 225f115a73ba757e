"""Lead review: verified figures replace declared ones, and the award is computed again."""

from domain.case.acts.review import Review
from domain.case.deficiency_notices import begun_anew, phase_of
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import ASSESS_AWARD
from workflows.case import Case
from workflows.endings import ProcedureEnded
from workflows.stages.assessment import holds
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
    task = UserTask(party=party or case.plan.lead, acts=("review",), asked=case.plan.term(term))
    while True:
        await case.enter(stage, event, task)
        act = await approved_or_returned(case)
        if act.decision == "approve":
            return
        task = case.inbox.sent_back(act)
        await ask_supplement(case, Event.RETURNED, act)
        event = Event.SUPPLEMENTED


async def approved_or_returned(case: Case) -> Review:
    """The review that holds: one whose figures carry no award is refused and may be given again."""
    while True:
        act = await case.act_of(Review)
        if act.decision == "reject":
            raise ProcedureEnded(Stage.REJECTED, Event.REJECTED)
        if act.decision == "return":
            return act
        verified, score = act.verified_facts, act.expert_score
        assessed = await case.do(ASSESS_AWARD, phase="filing", verified_facts=verified, expert_score=score)
        if holds(case, act, assessed):
            return act
