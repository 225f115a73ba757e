"""Intake: completeness check, and the supplement that it or a review may ask for."""

from typing import TypeAlias

from domain.case.acts.defects import Noticing
from domain.case.acts.filing import File, Supplement
from domain.case.acts.review import CheckCompleteness
from domain.case.deficiency_notices import answered, phase_of
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from workflows.case import Case
from workflows.endings import ProcedureEnded, TaskOver
from workflows.stages.defects import telling
from workflows.trail import Laps

Begun: TypeAlias = tuple[Event, UserTask]
"""With what a check, or a review, begins."""


async def check_completeness(case: Case) -> CheckCompleteness | TaskOver:
    """草稿 → 形式审查中, with 待补正 in between; the acceptance is recorded on entering the next stage.

    A reminder goes to the lead at the end of the term, which stands still while the applicant supplements. A refusal ends in 不予受理; a supplement that does
    not come in time closes the case, which may be filed again.
    """
    await case.act_of(File)
    return await check_again(case, Event.SUBMITTED)


async def check_again(case: Case, event: Event) -> CheckCompleteness | TaskOver:
    """→ 形式审查中 after an event, until the application is accepted: by the lead, or by its silence where the policy says so."""
    task = case.plan.lead_task("check_completeness", term="completeness_check").lapsing(
        lapses=case.plan.accepts_by_silence
    )
    laps: Laps[Begun] = Laps(case, "completeness", Begun)
    while True:
        event, task = laps.top((event, task))
        await case.enter(Stage.COMPLETENESS_CHECK, event, task)
        act = await case.act_of(CheckCompleteness, TaskOver)
        if isinstance(act, TaskOver) or act.decision == "accept":
            return act
        if act.decision == "refuse":
            raise ProcedureEnded(Stage.NOT_ACCEPTED, Event.NOT_ACCEPTED)
        task = case.inbox.sent_back(act)
        await ask_supplement(case, Event.SUPPLEMENT_REQUESTED, act)
        event = Event.SUPPLEMENTED


async def ask_supplement(case: Case, event: Event, act: Noticing) -> None:
    """→ 待补正: tell all defects at once and wait for the applicant; a lapsed term closes the case."""
    phase = phase_of(case.stage)
    await case.enter(Stage.SUPPLEMENT, event, supplement_task(case), **telling(case, phase, act))
    await await_supplement(case, phase)


def supplement_task(case: Case) -> UserTask:
    """The applicant is to make good what is defective."""
    return case.plan.applicant_task("supplement", term="supplement")


async def await_supplement(case: Case, phase: str) -> None:
    """Still 待补正: wait for the applicant; a lapsed term closes the case."""
    answer = await case.act_of(Supplement, TaskOver)
    if isinstance(answer, TaskOver):
        raise ProcedureEnded(
            Stage.CLOSED, Event.LAPSED, "逾期未补正，按办理规程（附则（五））案件关闭，可以重新申请。"
        )
    case.keep(notices=answered(case.state.notices, phase, answer.brought))
