"""The awaited event of the post-acceptance procedure: a project's acceptance, a first tax year, two years of building."""

from datetime import timedelta

from domain.case.acts.acceptance import RecordAcceptance
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.case.verbs import ASSESS_AWARD
from workflows.case import Case
from workflows.endings import ProcedureEnded, Woken
from workflows.stages.assessment import holds

A_YEAR = timedelta(days=365)
"""The longest that one run of a case waits before it hands over to the next."""

CHECKPOINT = "acceptance"


async def open_acceptance(case: Case, event: Event = Event.ACCEPTANCE_AWAITED) -> None:
    """→ 待验收: no term runs, since nobody can be late."""
    task = UserTask(party=case.plan.acceptance_by or case.plan.lead, acts=("record_acceptance",))
    await case.enter(Stage.AWAITING_ACCEPTANCE, event, task)


async def await_acceptance(case: Case) -> None:
    """Wait as long as it takes, a run a year; the award is computed from the verified figures."""
    while True:
        act = await case.act_of(RecordAcceptance, Woken, patience=A_YEAR)
        if isinstance(act, Woken):
            await case.continue_in_a_new_run(CHECKPOINT)
            continue
        if act.decision == "failed":
            raise ProcedureEnded(Stage.REJECTED, Event.REJECTED)
        assessed = await case.do(
            ASSESS_AWARD,
            phase="acceptance",
            verified_facts=act.verified_facts,
            happened_on=act.accepted_on,
            opens_on=case.plan.acceptance_from,
        )
        if holds(case, act, assessed):
            return
