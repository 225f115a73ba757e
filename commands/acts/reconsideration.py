"""Asking the office to judge a refused case again."""

from adapters.store.cases.reconsiderations import Ended, how_it_ended
from commands.acts.form import Matter
from domain.calendar import shanghai_date
from domain.case.acts.filing import RequestReconsideration
from domain.case.record.stages import Stage
from domain.case.remedies import check_reconsideration


def request(matter: Matter, act: RequestReconsideration) -> RequestReconsideration:
    """Against a refusal, once, and in time; a case that has ended need not be taken up to see that."""
    case = matter.case
    ended = how_it_ended(matter.wired.engine, case.case_number)
    if ended is None:
        ended = Ended(stage=Stage(case.stage), ended_on=shanghai_date(case.since))
    wired = matter.wired
    check_reconsideration(ended.stage, ended.ended_on, ended.begun, wired.today(), wired.calendar())
    return act
