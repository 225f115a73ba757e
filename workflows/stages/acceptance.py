"""The awaited event of the post-acceptance road: a project's acceptance, a first tax year, two years of building."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import RecordAcceptance
    from domain.case.record.events import Event
    from domain.case.record.stages import Stage
    from domain.case.record.steps import Assessment
    from domain.case.turns import Turn

from workflows.case import A_YEAR, Case
from workflows.endings import RoadEnded

CHAPTER = "acceptance"


async def open_acceptance(case: Case, event: Event = Event.ACCEPTANCE_AWAITED) -> None:
    """→ 待验收: no term runs, since nobody can be late."""
    turn = Turn(party=case.plan.acceptance_by or case.plan.lead, acts=("record_acceptance",))
    await case.enter(Stage.AWAITING_ACCEPTANCE, event, turn)


async def await_acceptance(case: Case) -> None:
    """Wait as long as it takes, a run a year; the award is computed from the verified figures."""
    while True:
        act = await case.next_act(patience=A_YEAR)
        if act is None:
            await case.turn_the_year(CHAPTER)
            continue
        assert isinstance(act, RecordAcceptance)
        if act.decision == "failed":
            raise RoadEnded(Stage.REJECTED, Event.REJECTED)
        message = Assessment(
            case_number=case.plan.case_number,
            seq=case.next_seq(),
            at=workflow.now(),
            phase="acceptance",
            verified_facts=act.verified_facts,
            happened_on=act.accepted_on,
            opens_on=case.plan.acceptance_from,
        )
        if await case.assess(act, message):
            return
