"""The legal clock of a case."""

from fastapi import APIRouter

from adapters.store.cases.records import read_case
from api.acts.acting import CaseNumberPath
from api.auth import AnyAccount
from api.cases.clock_views import ClockView, clock_view
from api.wiring import Wired
from commands.access.sight import find_case, sees

router = APIRouter(prefix="/v1/applications/{number}", tags=["期限与催办"])


@router.get("/clock", summary="办理时限")
def show_clock(number: CaseNumberPath, caller: AnyAccount, wired: Wired) -> ClockView:
    """Two clocks: what the office promised (net of stops) and what the applicant feels; each stop with its reason."""
    case = find_case(read_case(wired.engine, number), number)
    seen = find_case(case if sees(caller, case) else None, number)
    return clock_view(seen, wired.today(), wired.calendar())
