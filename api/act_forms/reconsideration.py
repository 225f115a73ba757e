"""Asking the office to judge a refused case again."""

from adapters.store.reconsiderations import Ended, how_it_ended
from api.act_forms.form import ActForm, Matter
from api.auth import APPLICANT_ONLY
from api.bodies import ReasonBody
from domain.calendar import shanghai_date
from domain.case.office_acts import RequestReconsideration
from domain.case.remedies import check_reconsideration
from domain.case.stages import Stage


def _request(matter: Matter, body: ReasonBody) -> RequestReconsideration:
    case = matter.case
    ended = how_it_ended(matter.wired.engine, case.case_number)
    if ended is None:
        ended = Ended(stage=Stage(case.stage), ended_on=shanghai_date(case.since))
    wired = matter.wired
    check_reconsideration(ended.stage, ended.ended_on, ended.begun, wired.today(), wired.calendar())
    return RequestReconsideration(**matter.parts, reason=body.reason)


REQUEST_RECONSIDERATION = ActForm(
    RequestReconsideration, ReasonBody, APPLICANT_ONLY, "reconsideration", _request, reopens=True
)
