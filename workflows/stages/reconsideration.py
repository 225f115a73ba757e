"""The door of a procedure: from filing, a request to be judged again (复核), or the lead's word on what lapsed (准予补办).

Such a case has ended, so it goes on in a new run of the same workflow type under the same id. That is begun together with
the act, in a checkpoint of its own; plan and state come from the store.
"""

from datetime import timedelta
from typing import NamedTuple

from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.filing import RequestReconsideration
from domain.case.acts.review import CheckCompleteness
from domain.case.deficiency_notices import phase_of
from domain.case.lapses import SUPPLEMENT, chosen
from domain.case.record.events import Event
from domain.case.record.progress import CONTEST, LAPSE, RECONSIDERATION
from domain.case.record.stages import Stage
from workflows.case import Case
from workflows.endings import NotTakenUp, TaskOver, Woken
from workflows.stages import contest
from workflows.stages.intake import await_supplement, check_again, check_completeness, supplement_task
from workflows.stages.lapse import excused

PATIENCE = timedelta(minutes=10)
"""The request comes together with the start; a run whose request was refused does not stay."""


class Start(NamedTuple):
    """How the procedure begins behind the door: what led to the lead review, the department of a ticket."""

    event: Event
    refer_to: str = ""


async def take_in(case: Case) -> Start:
    """草稿 or 不予受理 → 形式审查中 → accepted; 不予支持 → straight to the review, by other people than the first.

    Raises:
        NotTakenUp: no request came that the case admits; it stays as it had ended.
    """
    if case.state.checkpoint in (LAPSE, CONTEST):
        return await take_up(case)
    if case.state.checkpoint != RECONSIDERATION:
        return accepted(await check_completeness(case))
    ended = case.stage
    if isinstance(await case.act_of(RequestReconsideration, Woken, patience=PATIENCE), Woken):
        raise NotTakenUp
    if ended is not Stage.NOT_ACCEPTED:
        return Start(Event.RECONSIDERATION_REQUESTED, case.state.refer_to)
    return accepted(await check_again(case, Event.RECONSIDERATION_REQUESTED))


def accepted(check: CheckCompleteness | TaskOver) -> Start:
    """Accepted by the lead, or by its silence, which is shown as that."""
    if isinstance(check, TaskOver):
        return Start(Event.ACCEPTED_BY_SILENCE)
    return Start(Event.ACCEPTED, check.refer_to)


async def take_up(case: Case) -> Start:
    """What was lost is made good where the case stood: a supplement leads on to who asked for it, all else behind the decision.

    By the lead's word, or after the lapse was contested and somebody else of the lead found it wrong.

    Raises:
        NotTakenUp: no word came that the case admits, or it was that the lapse stands; it stays as it had ended.
    """
    instalment = None
    if case.state.checkpoint == CONTEST:
        await contest.against_the_end(case, PATIENCE)
    else:
        act = await case.act_of(ExcuseLapse, Woken, patience=PATIENCE)
        if isinstance(act, Woken):
            raise NotTakenUp
        instalment = act.instalment
    lost = chosen(case.state.lapses, instalment)
    assert lost is not None  # it was admitted
    if lost.act != SUPPLEMENT:
        await excused(case, lost)
        return Start(Event.LAPSE_EXCUSED)
    await excused(case, lost, supplement_task(case))
    phase = Stage.COMPLETENESS_CHECK if lost.is_at_check else Stage.LEAD_REVIEW
    await await_supplement(case, phase_of(phase))
    if not lost.is_at_check:
        return Start(Event.SUPPLEMENTED, case.state.refer_to)
    return accepted(await check_again(case, Event.SUPPLEMENTED))
