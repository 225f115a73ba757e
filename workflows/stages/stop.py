"""Stops of payment: what may be approved and ordered is decided by the store; here the case and its applicant are told."""

from typing import TYPE_CHECKING

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.money_acts import LiftStop, StopPayment
    from domain.case.record.events import Event
    from domain.case.record.money_steps import StopChange, StopChanged

from workflows.options import record

if TYPE_CHECKING:
    from workflows.case import Case


async def change_stop(case: "Case", act: StopPayment | LiftStop) -> None:
    """Set or lift a stop: the case stays in its stage, and every turn and term stays as it is."""
    message = StopChange(
        case_number=case.plan.case_number,
        seq=case.next_seq(),
        at=workflow.now(),
        is_set=isinstance(act, StopPayment),
        scope=act.scope,
        party=act.by.party,
        reason=act.reason,
        clause=act.clause if isinstance(act, StopPayment) else "",
    )
    changed = await record("change_stop", message, StopChanged, act.label)
    if changed.refusal is not None:
        case.give_back(act, changed.refusal)
        return
    event = Event.PAYMENT_STOPPED if message.is_set else Event.STOP_LIFTED
    await case.enter(case.stage, event, *case.turns, reason=told(message))


def told(change: StopChange) -> str:
    """What the applicant reads: whose payments, why, and on what it rests."""
    whose = "本单位全部案件" if change.scope == "unit" else "本案"
    return f"范围：{whose}。{change.reason}" + (f"（依据：{change.clause}）" if change.clause else "")
