"""Co-departments and locality sign in parallel; the lead settles what they object to."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.acts import Settle, SignOff
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage
    from domain.case.signatures import Recalled, SignatureRecall
    from domain.case.turns import Turn
    from domain.departments import party_name

from workflows.case import Case
from workflows.endings import RoadEnded, TurnOver
from workflows.options import record

SELECTIVE = "selective-sign-off"
"""Cases that came back before this was so had everyone sign again."""


async def sign_off(case: Case, event: Event = Event.APPROVED, also: tuple[str, ...] = ()) -> bool:
    """→ 部门会签中: True when all have signed or the lead settled their objections, False to review again.

    Silence is no consent: a late signature is reminded and escalated, unless the plan says whose silence agrees at the end of
    the term. In a later round only those sign whose grounds have changed; where nobody's have, the stage is passed and the
    record says why.
    """
    everyone = (*case.plan.co_signers, *(party for party in also if party not in case.plan.co_signers))
    signers, note = await who_signs(case, everyone)
    turns = (signing_turn(case, party) for party in signers)
    await case.enter(Stage.SIGN_OFF, event, *turns, note=note)
    objected = False
    for missing in range(len(signers) - 1, -1, -1):
        act = await case.next_act()
        if isinstance(act, TurnOver):
            await agree_by_silence(case, act.turn.party)
            continue
        assert isinstance(act, SignOff)
        objected = objected or act.decision == "object"
        if missing:
            happened = Event.OBJECTED if act.decision == "object" else Event.SIGNED_OFF
            await case.enter(Stage.SIGN_OFF, happened, *case.turns)
    return await settle(case) if objected else True


def signing_turn(case: Case, party: str) -> Turn:
    """Whose signature is asked; where silence agrees, the term ends the turn."""
    asked = case.term("sign_off").model_copy(update={"lapses": party in case.plan.silent_signers})
    return Turn(party=party, acts=("sign_off",), asked=asked)


async def agree_by_silence(case: Case, party: str) -> None:
    """Still 部门会签中: the term has passed in silence, which the policy counts as agreement; recorded as such."""
    case.keep(silent=(*case.state.silent, party))
    name = party_name(party, shanghai_date(workflow.now()))
    note = f"{name}在会签期限内未提出意见，按办理规程（附则（五））视为同意。"
    await case.enter(Stage.SIGN_OFF, Event.AGREED_BY_SILENCE, *case.turns, note=note, silent=party)


async def who_signs(case: Case, everyone: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Everyone in the first round; in a later one those whose grounds have changed, and why the others do not."""
    if not (case.state.done.get("sign_off") or case.state.silent) or not workflow.patched(SELECTIVE):
        return everyone, ""
    message = SignatureRecall(
        case_number=case.plan.case_number, seq=case.next_seq(), at=workflow.now(), signers=everyone
    )
    recalled = await record("recall_signatures", message, Recalled, "核对会签依据")
    return recalled.signers, recalled.note


async def settle(case: Case) -> bool:
    """Still 部门会签中: the lead settles objections with a reason: proceed, amend (review again), reject."""
    await case.enter(Stage.SIGN_OFF, Event.OBJECTED, case.lead_turn("settle", term="lead_review"))
    act = await case.next_act()
    assert isinstance(act, Settle)
    if act.decision == "reject":
        raise RoadEnded(Stage.REJECTED, Event.REJECTED)
    return act.decision == "proceed"
