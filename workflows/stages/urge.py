"""Urging (催办): whom the case waits for is written to now; the case stays where it is, and no term changes."""

from typing import TYPE_CHECKING

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.office_acts import Urge
    from domain.case.record.events import Event
    from domain.case.time.urging import URGE, Urged, Urging, urges_applicant

from workflows.options import record

if TYPE_CHECKING:
    from workflows.case import Case


async def urge(case: "Case", act: Urge) -> None:
    """Write to the offices, and to the applicant when the case waits for it; an office's reminder is not the applicant's."""
    message = Urging(
        case_number=case.plan.case_number, seq=case.next_seq(), at=workflow.now(), reason=act.reason
    )
    urged = await record(URGE, message, Urged, act.label)
    case.keep(urge_again_from=urged.again_from)
    event = Event.APPLICANT_URGED if urges_applicant(case.turns) else Event.OFFICE_URGED
    await case.enter(case.stage, event, *case.turns, reason=act.reason)
