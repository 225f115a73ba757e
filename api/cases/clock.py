"""The legal clock of a case."""

from datetime import date

from fastapi import APIRouter

from adapters.store.calendar.years import counting, read_years
from adapters.store.cases.records import read_case
from api.acts.acting import CaseNumberPath
from api.auth import AnyAccount
from api.cases.clock_views import ClockView, clock_view
from api.cases.queries import remedies_of_case, sentence_of
from api.wiring import Wired
from commands.access.audit_trail import record_look
from commands.access.sight import seen_case
from domain.calendar_years.announced_year import AnnouncedYear
from domain.calendar_years.days import days_of

router = APIRouter(prefix="/v1/applications/{number}", tags=["期限与催办"])


@router.get("/clock", summary="办理时限")
def show_clock(number: CaseNumberPath, caller: AnyAccount, wired: Wired) -> ClockView:
    """Two clocks: what the office promised (net of stops) and what the applicant feels; each stop with its reason.

    Of each term: whence it comes, which days are skipped and why, what rings next and what that does, or why nothing does.
    Of each remedy: from which service of the decision its days run.
    """
    seen = seen_case(read_case(wired.engine, number), caller, number)
    record_look(wired, caller, seen, "clock:viewed")
    policy = wired.catalogue.policy(seen.policy_version)
    names = _NamesOfDays(counting(read_years(wired.engine)))
    found = clock_view(seen, wired.today(), wired.calendar(), policy, names)
    remedies = remedies_of_case(seen, wired)
    return found.model_copy(update={"remedies": remedies, "sentence": sentence_of(seen, remedies, wired)})


class _NamesOfDays:
    """What days off are called, a year at a time."""

    def __init__(self, loaded: list[AnnouncedYear]) -> None:
        self._loaded = loaded
        self._years: dict[int, dict[date, str]] = {}

    def __call__(self, day: date) -> str:
        """Empty for a day that has no name."""
        if day.year not in self._years:
            named = days_of(day.year, self._loaded).days_off
            self._years[day.year] = {each.on: each.name for each in named}
        return self._years[day.year].get(day, "")
