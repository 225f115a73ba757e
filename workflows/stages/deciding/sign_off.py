"""Co-departments and locality sign in parallel; the lead settles what they object to, and may bring in others."""

from domain.calendar import shanghai_date
from domain.case.acts.signing import AddSigner, CopyCase, Settle, SignOff
from domain.case.consulted import against_signer
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.roles import together
from domain.case.user_tasks import UserTask
from domain.case.verbs import RECALL_SIGNATURES
from domain.departments import party_name
from domain.errors import WrongStage
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver


async def sign_off(case: Case, event: Event = Event.APPROVED) -> bool:
    """→ 部门会签中: True when all have signed or the lead settled their objections, False to review again.

    Silence is no consent: a late signature is reminded and escalated, unless the plan says whose silence agrees at the end of
    the term. In a later round only those sign whose grounds have changed; where nobody's have, the stage is passed and the
    record says why.
    """
    signers, note = await who_signs(case, case.plan.co_signers)
    tasks = (signing_task(case, party) for party in signers)
    await case.enter(Stage.SIGN_OFF, event, *tasks, note=note)
    objected = False
    while is_awaited(case):
        act = await case.act_of(SignOff, TaskOver)
        if isinstance(act, TaskOver):
            await agree_by_silence(case, act.task.party)
            continue
        objected = objected or act.decision == "object"
        if is_awaited(case):
            happened = Event.OBJECTED if act.decision == "object" else Event.SIGNED_OFF
            await case.enter(Stage.SIGN_OFF, happened, *case.tasks)
    return await settle(case) if objected else True


def is_awaited(case: Case) -> bool:
    """Whether somebody has still to sign, or has signed and is not heard yet; the lead may add to them meanwhile."""
    return bool(case.tasks) or case.inbox.has(SignOff)


def signing_task(case: Case, party: str) -> UserTask:
    """Whose signature is asked; where silence agrees, the term ends the task."""
    task = UserTask(party=party, acts=("sign_off",), asked=case.plan.term("sign_off"))
    return task.lapsing(lapses=party in case.plan.silent_signers)


async def agree_by_silence(case: Case, party: str) -> None:
    """Still 部门会签中: the term has passed in silence, which the policy lets pass for agreement; recorded as silence."""
    case.keep(silent=together(case.state.silent, (party,)))
    name = party_name(party, shanghai_date(case.clock.now()))
    note = f"{name}在会签期限内未提出意见（沉默），按办理规程（附则（五））继续办理；这不是该部门的同意意见。"
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
    case.keep(decided_by=together(case.state.decided_by, act.by.people))
    if act.decision == "reject":
        raise ProcedureEnded(Stage.REJECTED, Event.REJECTED)
    return act.decision == "proceed"


async def add_signer(case: Case, act: AddSigner) -> None:
    """The case stays where it is; while the departments sign, one more is asked."""
    tasks = (*case.tasks, *case.inbox.used)  # what just came for one is dealt with after this
    for refusal in against_signer(case.stage, act.party, case.plan, tasks):
        case.inbox.give_back(act, refusal.facts)
        return
    signers = (*case.plan.co_signers, act.party)
    case.plan = case.plan.model_copy(update={"co_signers": signers})
    asked = (signing_task(case, act.party),) if case.stage is Stage.SIGN_OFF else ()
    await case.enter(case.stage, Event.SIGNER_ADDED, *case.tasks, *asked)


async def copy_case(case: Case, act: CopyCase) -> None:
    """The case stays where it is."""
    if act.party in case.plan.parties:
        case.inbox.give_back(act, WrongStage("该单位已可查阅本案，无须抄送。", remedy="无需办理。").facts)
        return
    case.plan = case.plan.model_copy(update={"observers": (*case.plan.observers, act.party)})
    await case.enter(case.stage, Event.OBSERVER_ADDED, *case.tasks)
