"""Lead review: verified figures replace declared ones, and the award is computed again."""

from collections.abc import Awaitable
from typing import Protocol

from domain.case.acts.review import Review
from domain.case.deficiency_notices import begun_anew, phase_of
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import ASSESS_AWARD
from workflows.case import Case
from workflows.endings import ProcedureEnded
from workflows.stages.deciding.assessment import found_by, holds
from workflows.stages.intake import Begun, ask_supplement
from workflows.trail import Laps

GOING_BACK = frozenset({Event.SETTLED, Event.OBJECTION_UPHELD, Event.DECISION_CORRECTED})
"""What brings a case back to its review."""


class Reviewing(Protocol):
    """How a procedure is reviewed: on return it is approved."""

    def __call__(self, case: Case, event: Event) -> Awaitable[None]:
        """Review a case after what happened."""


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
    if event in GOING_BACK:
        case.keep(notices=begun_anew(case.state.notices, *PHASES), decided_by=())
    task = UserTask(
        party=party or case.plan.lead,
        acts=("review",),
        not_by=case.state.excluded,
        asked=case.plan.term(term),
    )
    laps: Laps[Begun] = Laps(case, "review", Begun)
    while True:
        event, task = laps.top((event, task))
        await case.enter(stage, event, task)
        act = await approved_or_returned(case)
        if act.decision == "approve":
            return
        task = case.inbox.sent_back(act)
        await ask_supplement(case, Event.RETURNED, act)
        event = Event.SUPPLEMENTED


async def approved_or_returned(case: Case) -> Review:
    """The review that holds: one whose figures carry no award is refused and may be given again."""
    laps: Laps[None] = Laps(case, "verdict", None)
    while True:
        laps.top(None)
        act = await case.act_of(Review)
        if act.decision == "reject":
            raise ProcedureEnded(Stage.REJECTED, Event.REJECTED)
        if act.decision == "return":
            return act
        verified, score = act.verified_facts, act.expert_score
        assessed = await case.do(
            ASSESS_AWARD,
            phase="filing",
            verified_facts=verified,
            expert_score=score,
            other_funding=found_by(act),
        )
        if holds(case, act, assessed):
            return act
