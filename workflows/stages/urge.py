"""Urging (催办): whom the case waits for is written to now; the case stays where it is, and no term changes."""

from domain.case.acts.time import Urge
from domain.case.record.events import Event
from domain.case.time.urging import urges_applicant
from domain.case.verbs import URGE
from workflows.case import Case


async def urge(case: Case, act: Urge) -> None:
    """Write to the offices, and to the applicant when the case waits for it; an office's reminder is not the applicant's."""
    urged = await case.do(URGE.titled(act.label), reason=act.reason)
    case.keep(urge_again_from=urged.again_from)
    event = Event.APPLICANT_URGED if urges_applicant(case.tasks) else Event.OFFICE_URGED
    await case.enter(case.stage, event, *case.tasks, reason=act.reason)
