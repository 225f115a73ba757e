"""Asking the office to judge a refused case again."""

from collections.abc import Iterator

from adapters.store.cases.reconsiderations import Ended, how_it_ended
from adapters.store.cases.records import CaseRecord
from commands.acts.form import Submission
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.case.acts.filing import RequestReconsideration
from domain.case.record.stages import Stage
from domain.case.remedies import against_reconsideration
from domain.errors import Refusal


def request(matter: Submission, act: RequestReconsideration) -> RequestReconsideration:
    """Against a refusal, once, and in time; a case that has ended need not be taken up to see that."""
    for refusal in against_request(matter.wired, matter.case):
        raise refusal
    return act


def against_request(wired: Wiring, case: CaseRecord) -> Iterator[Refusal]:
    """Why a case may not be judged again."""
    ended = how_it_ended(wired.engine, case.case_number)
    if ended is None:
        ended = Ended(stage=Stage(case.stage), ended_on=shanghai_date(case.since))
    yield from against_reconsideration(
        ended.stage, ended.ended_on, ended.begun, wired.today(), wired.calendar()
    )
