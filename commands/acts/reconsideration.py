"""Asking the office to judge a refused case, or a decision, again, and making good what was lost by lapse of time."""

from collections.abc import Iterator

from adapters.store.cases.earlier_acts import claimed, decisions_of, who_decided_of
from adapters.store.cases.lapses import lapses_of
from adapters.store.cases.reconsiderations import Ended, how_it_ended
from adapters.store.cases.records import CaseRecord
from adapters.store.engine import open_session
from commands.acts.form import Submission
from commands.cases.serving import remedy_days
from commands.wiring import Wiring
from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.filing import RequestReconsideration
from domain.case.contests.asking import against_contesting, chosen
from domain.case.contests.changing import against_this_run
from domain.case.contests.decisions import KINDS, Decision, Happened, decisions_told
from domain.case.lapses import against_choice, against_excuse
from domain.case.record.stages import Stage
from domain.case.remedies import ENDED_REFUSED, against_reconsideration
from domain.errors import Refusal


def request(matter: Submission, act: RequestReconsideration) -> RequestReconsideration:
    """Against the refusal that ended the case, or against any decision that is named: once, and in time.

    A case that has ended need not be taken up to see that.

    Raises:
        Refusal: with every reason.
    """
    wired, case = matter.wired, matter.case
    if act.against is None and _was_refused(case):
        for refusal in _against_end(wired, case):
            raise refusal
        return act
    with open_session(wired.engine) as session:
        decision = chosen(decisions_of(session, case.case_number), act.against, act.number)
        found = (*_against(wired, case, decision),)
        if found:
            raise Refusal.together(found)
        rules, number = KINDS[decision.kind], decision.number
        return act.model_copy(
            update={
                "against": decision.kind,
                "number": number,
                "told_in": decision.told_in,
                "decided_by": who_decided_of(session, case.case_number, rules.decided_by, number),
                "claim": claimed(session, case.case_number, rules.claimed_with, number),
            }
        )


def _was_refused(case: CaseRecord) -> bool:
    return case.final and Stage(case.stage) in ENDED_REFUSED


def against_request(wired: Wiring, case: CaseRecord) -> Iterator[Refusal]:
    """Why nothing of a case, read whole, may be judged again; what stands against the decision of which least does."""
    if _was_refused(case):
        yield from _against_end(wired, case)
        return
    told = decisions_told(Happened(each.seq, each.event, each.subject) for each in case.timeline)
    against = [(*_against(wired, case, each),) for each in told] or [(*_against_end(wired, case),)]
    yield from min(against, key=len)


def _against(wired: Wiring, case: CaseRecord, decision: Decision) -> Iterator[Refusal]:
    days = remedy_days(wired, case, decision.told_in)
    yield from against_contesting(decision, Stage(case.stage), days, wired.today(), wired.calendar())
    if not case.final:
        yield from against_this_run(decision.kind, decision.number, case.circumstances.checkpoint)


def _against_end(wired: Wiring, case: CaseRecord) -> Iterator[Refusal]:
    """Why a case may not be judged again as a whole."""
    ended = how_it_ended(wired.engine, case.case_number)
    if ended is None:
        ended = Ended(stage=Stage(case.stage))
    days = remedy_days(wired, case, ended.seq)
    yield from against_reconsideration(ended.stage, days, ended.begun, wired.today(), wired.calendar())


def excuse_lapse(matter: Submission, act: ExcuseLapse) -> ExcuseLapse:
    """Something was lost, which a case that has ended need not be taken up to see; one that runs decides by itself."""
    if matter.case.final:
        lapses = lapses_of(matter.wired.engine, matter.case.case_number)
        for refusal in against_excuse(lapses, ()):
            raise refusal
        for refusal in against_choice(lapses, act.instalment):
            raise refusal
    return act
