"""Asking the office to judge a refused case again."""

from adapters.store.calendar.years import StoredCalendar
from adapters.store.cases.reconsiderations import Ended, how_it_ended
from api.auth import APPLICANT_ONLY
from commands.acts.form import ActForm, Matter
from commands.bodies import ReasonBody
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.office_acts import RequestReconsideration
from domain.case.record.stages import Stage
from domain.case.remedies import check_reconsideration


def _request(matter: Matter, body: ReasonBody) -> RequestReconsideration:
    case = matter.case
    ended = how_it_ended(matter.wired.engine, case.case_number)
    if ended is None:
        ended = Ended(stage=Stage(case.stage), ended_on=shanghai_date(case.since))
    wired = matter.wired
    calendar = StoredCalendar(WorkingCalendar()).now(wired.engine)
    check_reconsideration(ended.stage, ended.ended_on, ended.begun, wired.today(), calendar)
    return RequestReconsideration(**matter.parts, reason=body.reason)


REQUEST_RECONSIDERATION = ActForm(
    RequestReconsideration, ReasonBody, APPLICANT_ONLY, "reconsideration", _request, reopens=True
)
