"""The legal clock of a case: extended, paused, resumed, and shown."""

from typing import Annotated

from fastapi import APIRouter, Depends

from adapters.store.calendar.years import StoredCalendar
from adapters.store.cases.records import read_case
from api.acts.acting import AtOffice, CaseNumberPath
from api.auth import AnyAccount, OfficePerson, TermHolder
from api.cases.clock_views import ClockView, clock_view
from api.cases.views import ActAnswer
from commands.access.sight import find_case, sees
from commands.acts import terms as forms
from commands.acts.clock_bodies import ExtensionBody, PauseBody, ResumeBody
from commands.wiring import Wiring, wiring
from domain.calendar import WorkingCalendar

router = APIRouter(prefix="/v1/applications/{number}", tags=["期限与催办"])


@router.post("/extension", summary="延长期限")
async def extend_term(body: ExtensionBody, caller: TermHolder, office: AtOffice) -> ActAnswer:
    """Whoever's term it is extends it once, before it is over; the lead department may extend the applicant's.

    By how many working days is the policy's to say. The applicant is told, with the reason.
    """
    return await office.do(caller, forms.EXTEND_TERM, body)


@router.post("/pause", summary="中止计时")
async def pause_clock(body: PauseBody, caller: OfficePerson, office: AtOffice) -> ActAnswer:
    """An office stops its own terms while it waits for an expert or an audit, for 30 working days in all at most.

    The applicant is told why and how long; at the end of the pause the clock goes on by itself.
    """
    return await office.do(caller, forms.PAUSE_CLOCK, body)


@router.post("/resume", summary="恢复计时")
async def resume_clock(body: ResumeBody, caller: OfficePerson, office: AtOffice) -> ActAnswer:
    """The office goes on before the pause is over."""
    return await office.do(caller, forms.RESUME_CLOCK, body)


@router.get("/clock", summary="办理时限")
def show_clock(
    number: CaseNumberPath, caller: AnyAccount, wired: Annotated[Wiring, Depends(wiring)]
) -> ClockView:
    """Two clocks: what the office promised (net of stops) and what the applicant feels; each stop with its reason."""
    case = find_case(read_case(wired.engine, number), number)
    seen = find_case(case if sees(caller, case) else None, number)
    return clock_view(seen, wired.today(), StoredCalendar(WorkingCalendar()).now(wired.engine))
