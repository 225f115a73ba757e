"""Stops of payment: what may be approved and ordered is decided by the store; here the case and its applicant are told."""

from domain.case.acts.act import Act
from domain.case.acts.recovery import LiftStop, StopPayment
from domain.case.contests.contested import Contestable, Contested
from domain.case.record.events import Event
from domain.case.verbs import CHANGE_STOP
from workflows.case import Case
from workflows.stages.contested import close_contest


async def change_stop(case: Case, act: StopPayment | LiftStop) -> None:
    """Set or lift a stop: the case stays in its stage, and every task and term stays as it is."""
    is_set, clause = (True, act.clause) if isinstance(act, StopPayment) else (False, "")
    changed = await case.do(
        CHANGE_STOP.titled(act.label),
        is_set=is_set,
        scope=act.scope,
        party=act.by.party,
        reason=act.reason,
        clause=clause,
    )
    if changed.refusal is not None:
        case.inbox.give_back(act, changed.refusal)
        return
    event = Event.PAYMENT_STOPPED if is_set else Event.STOP_LIFTED
    if not is_set:
        close_contest(case, Contestable.STOP, act.scope)
    reason = told(act.scope, act.reason, clause)
    await case.enter(case.stage, event, *case.tasks, reason=reason, subject=act.scope)


async def lift(case: Case, act: Act, contested: Contested) -> tuple[Event, str]:
    """Lift the stop that was contested. One that was lifted meanwhile, through another case, stays so, and no other is lifted for it."""
    lifted = await case.do(
        CHANGE_STOP.titled(LiftStop.label),
        is_set=False,
        scope=contested.number,
        party=act.by.party,
        reason=act.reason,
        told_in=contested.told_in,
    )
    event = Event.CONTEST_MOOT if lifted.refusal else Event.STOP_LIFTED
    return event, told(contested.number, act.reason, "")


def told(scope: str, reason: str, clause: str) -> str:
    """What the applicant reads: whose payments, why, and on what it rests."""
    whose = "本单位全部案件" if scope == "unit" else "本案"
    return f"范围：{whose}。{reason}" + (f"（依据：{clause}）" if clause else "")
