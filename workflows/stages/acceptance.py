"""The awaited event of the post-acceptance procedure: a project's acceptance, a first tax year, two years of building."""

from datetime import timedelta

from domain.case.acts.acceptance import RecordAcceptance, ReportAcceptance, ReturnAcceptanceReport
from domain.case.record.events import Event
from domain.case.record.narrative import day_text
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import ASSESS_AWARD
from domain.departments import APPLICANT
from workflows.case import Case
from workflows.endings import ProcedureEnded, Woken
from workflows.stages.deciding.assessment import found_by, holds
from workflows.trail import Laps

A_YEAR = timedelta(days=365)
"""The longest that one run of a case waits before it hands over to the next."""

REPORTED_FIRST = "申请单位刚刚报告了有关情况，请核对后再登记。"
RECORDED_FIRST = "承办部门刚刚登记了结果，无需再报告。"


async def open_acceptance(case: Case, event: Event = Event.ACCEPTANCE_AWAITED) -> None:
    """→ 待验收: no term runs, since nobody can be late; whoever hears of it first says so, the applicant by a report."""
    records = UserTask(party=_recorder(case), acts=(RecordAcceptance.kind,))
    reports = UserTask(party=APPLICANT, acts=(ReportAcceptance.kind,))
    await case.enter(Stage.AWAITING_ACCEPTANCE, event, records, reports)


async def await_acceptance(case: Case) -> None:
    """Wait as long as it takes, a run a year; the award is computed from the verified figures.

    A report of the applicant opens a term for the department that records; given back, it is awaited on.
    """
    laps: Laps[None] = Laps(case, "acceptance", None)
    while True:
        laps.top(None)
        act = await case.act_of(
            RecordAcceptance, ReportAcceptance, ReturnAcceptanceReport, Woken, patience=A_YEAR
        )
        if isinstance(act, Woken):
            case.waiting.end_run()
        elif isinstance(act, ReportAcceptance):
            await _take_report(case, act)
        elif isinstance(act, ReturnAcceptanceReport):
            await open_acceptance(case, Event.ACCEPTANCE_REPORT_RETURNED)
        elif await _is_recorded(case, act):
            return


async def _take_report(case: Case, report: ReportAcceptance) -> None:
    """The department's turn, within its term; what it had recorded in the same moment is judged by the report."""
    case.inbox.refuse_waiting(REPORTED_FIRST, RecordAcceptance)
    acts = (RecordAcceptance.kind, ReturnAcceptanceReport.kind)
    task = UserTask(party=_recorder(case), acts=acts, asked=case.plan.term("acceptance_check"))
    said = f"申请单位报告：所等待的事项已于{day_text(report.happened_on)}达成。"
    await case.enter(Stage.AWAITING_ACCEPTANCE, Event.ACCEPTANCE_REPORTED, task, note=said)


async def _is_recorded(case: Case, act: RecordAcceptance) -> bool:
    """Whether what was recorded carries an award; the act is given back where it does not.

    Raises:
        ProcedureEnded: it was not passed.
    """
    if act.decision == "failed":
        raise ProcedureEnded(Stage.REJECTED, Event.REJECTED)
    assessed = await case.do(
        ASSESS_AWARD,
        phase="acceptance",
        verified_facts=act.verified_facts,
        happened_on=act.accepted_on,
        opens_on=case.plan.acceptance_from,
        other_funding=found_by(act),
    )
    if not holds(case, act, assessed):
        return False
    case.inbox.refuse_waiting(RECORDED_FIRST, ReportAcceptance)
    return True


def _recorder(case: Case) -> str:
    """The department that records what is awaited."""
    return case.plan.acceptance_by or case.plan.lead
