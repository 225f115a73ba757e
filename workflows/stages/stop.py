"""Stops of payment: what may be approved and ordered is decided by the store; here the case and its applicant are told."""

from domain.case.acts.recovery import LiftStop, StopPayment
from domain.case.record.events import Event
from domain.case.verbs import CHANGE_STOP
from workflows.case import Case


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
    await case.enter(case.stage, event, *case.tasks, reason=told(act.scope, act.reason, clause))


def told(scope: str, reason: str, clause: str) -> str:
    """What the applicant reads: whose payments, why, and on what it rests."""
    whose = "本单位全部案件" if scope == "unit" else "本案"
    return f"范围：{whose}。{reason}" + (f"（依据：{clause}）" if clause else "")
