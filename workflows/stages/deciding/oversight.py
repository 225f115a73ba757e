"""More than one pair of eyes, where the policy is read so: a head above a sum, and another official on what was drawn."""

from domain.case.acts.review import ApproveAsHead, CheckSample
from domain.case.acts.signing import SignOff
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.roles import together
from domain.case.user_tasks import UserTask
from domain.case.verbs import DRAW_SAMPLE
from domain.ledger.subjects import number_of
from domain.sampling import OF
from workflows.case import Case
from workflows.stages.deciding.correction import take_back


async def approve_as_head(case: Case, stage: Stage = Stage.SIGN_OFF, subject: str = "") -> None:
    """Still in the stage of the decision: an amount above the sum is approved by a head as well, who did not decide it.

    Raises:
        DecisionCorrected: it was sent back to its review.
    """
    amount, above = case.state.amount, case.plan.head_above
    if above is None or amount is None or amount <= above:
        return
    task = UserTask(
        party=case.plan.head_by,
        acts=(ApproveAsHead.kind,),
        not_by=case.state.decided_by,
        asked=case.plan.term("head_approval"),
    )
    await case.enter(stage, Event.HEAD_ASKED, task, subject=subject)
    act = await case.act_of(ApproveAsHead)
    if act.decision == "return":
        take_back(case)
    case.keep(decided_by=together(case.state.decided_by, act.by.people))


async def check_drawn(case: Case, subject: str) -> None:
    """→ 待资金安排 where the approval is drawn: another official of the lead than who reviewed or signed looks at it first.

    What was drawn and not confirmed is drawn for certain when it is approved again, and a difference that is decided again:
    no correction, and no end of the case, evades it.

    Raises:
        DecisionCorrected: it was sent back to its review.
    """
    if not case.plan.sample_per_mille:
        return
    number = number_of(subject)
    share = OF if number in case.state.unchecked else case.plan.sample_per_mille
    drawn = await case.do(DRAW_SAMPLE, subject=subject, per_mille=share)
    if not drawn.is_drawn:
        return
    others = tuple(each for each in case.state.unchecked if each != number)
    case.keep(unchecked=(*others, number))
    task = UserTask(
        party=case.plan.lead,
        acts=(CheckSample.kind,),
        not_by=(*case.state.decided_by, *case.inbox.done.get(SignOff.kind, ())),
        asked=case.plan.term("sample_check"),
    )
    await case.enter(Stage.FUND_DOCUMENT, Event.SAMPLE_DRAWN, task, subject=subject)
    if (await case.act_of(CheckSample)).decision == "return":
        take_back(case)
    case.keep(unchecked=others)
