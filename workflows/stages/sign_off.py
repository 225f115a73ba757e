"""Co-departments and locality sign in parallel; the lead settles what they object to."""

from temporalio import workflow

from domain.calendar import shanghai_date
from domain.case.acts.signing import Settle, SignOff
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import RECALL_SIGNATURES
from domain.departments import party_name
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver


async def sign_off(case: Case, event: Event = Event.APPROVED, also: tuple[str, ...] = ()) -> bool:
    """→ 部门会签中: True when all have signed or the lead settled their objections, False to review again.

    Silence is no consent: a late signature is reminded and escalated, unless the plan says whose silence agrees at the end of
    the term. In a later round only those sign whose grounds have changed; where nobody's have, the stage is passed and the
    record says why.
    """
    everyone = (*case.plan.co_signers, *(party for party in also if party not in case.plan.co_signers))
    signers, note = await who_signs(case, everyone)
    tasks = (signing_task(case, party) for party in signers)
    await case.enter(Stage.SIGN_OFF, event, *tasks, note=note)
    objected = False
    for missing in range(len(signers) - 1, -1, -1):
        act = await case.act_of(SignOff, TaskOver)
        if isinstance(act, TaskOver):
            await agree_by_silence(case, act.task.party)
            continue
        objected = objected or act.decision == "object"
        if missing:
            happened = Event.OBJECTED if act.decision == "object" else Event.SIGNED_OFF
            await case.enter(Stage.SIGN_OFF, happened, *case.tasks)
    return await settle(case) if objected else True


def signing_task(case: Case, party: str) -> UserTask:
    """Whose signature is asked; where silence agrees, the term ends the task."""
    asked = case.plan.term("sign_off").model_copy(update={"lapses": party in case.plan.silent_signers})
    return UserTask(party=party, acts=("sign_off",), asked=asked)


async def agree_by_silence(case: Case, party: str) -> None:
    """Still 部门会签中: the term has passed in silence, which the policy counts as agreement; recorded as such."""
    case.keep(silent=(*case.state.silent, party))
    name = party_name(party, shanghai_date(workflow.now()))
    note = f"{name}在会签期限内未提出意见，按办理规程（附则（五））视为同意。"
    await case.enter(Stage.SIGN_OFF, Event.AGREED_BY_SILENCE, *case.tasks, note=note, silent=party)


async def who_signs(case: Case, everyone: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Everyone in the first round; in a later one those whose grounds have changed, and why the others do not."""
    if not (case.inbox.done.get(SignOff.kind) or case.state.silent):
        return everyone, ""
    recalled = await case.do(RECALL_SIGNATURES, signers=everyone)
    return recalled.signers, recalled.note


async def settle(case: Case) -> bool:
    """Still 部门会签中: the lead settles objections with a reason: proceed, amend (review again), reject."""
    await case.enter(Stage.SIGN_OFF, Event.OBJECTED, case.plan.lead_task("settle", term="lead_review"))
    act = await case.act_of(Settle)
    if act.decision == "reject":
        raise ProcedureEnded(Stage.REJECTED, Event.REJECTED)
    return act.decision == "proceed"
