"""What a case says to an act: when it comes, and once more when its turn comes, whether it came from the door first of all."""

from dataclasses import replace
from datetime import datetime

from temporalio import workflow

from domain.case.acts.act import Act
from domain.case.admission import admit, refusals_late
from domain.case.authenticity.acts import AuthenticityAsked, statement_of
from domain.case.authenticity.beginnings import BeginningAsked, beginning_of
from domain.case.record.progress import CaseInput
from domain.case.record.situation import Situation
from domain.case.record.steps import PASSING
from domain.case.verbs import CHECK_AUTHENTICITY
from domain.errors import Refusal, RefusalFacts, WrongStage
from workflows.clock import RunClock
from workflows.endings import as_failure
from workflows.hearing import Heard
from workflows.inbox import Inbox
from workflows.options import ask_at_once


def check(act: Act, inbox: Inbox, now: Situation) -> None:
    """Refuse an act that the case does not admit; a refused act leaves no trace in the history."""
    try:
        if not inbox.repeats(act):
            admit(act, now)
    except Refusal as refusal:
        said = [PASSING] if isinstance(refusal, WrongStage) and inbox.in_hand else []
        raise as_failure(refusal.facts, *said) from refusal


async def against_stranger(act: Act, case_number: str, clock: RunClock, heard: Heard) -> RefusalFacts | None:
    """Why an act is not taken that did not come from the door; nobody has said it, then.

    Nothing changes in the case, so that the question needs no number of its own, and may come before the act is written down.
    """
    asked = AuthenticityAsked(
        statement=statement_of(case_number, act), authenticator=act.authenticator, at=clock.now()
    )
    refusal = (await ask_at_once(CHECK_AUTHENTICITY, asked)).refusal
    if refusal is not None:
        heard.forget(act)
    return refusal


def beginning_asked(given: CaseInput, at: datetime) -> BeginningAsked:
    """What a run asks before anything else.

    A later run is one that another handed over to: not one that the engine began again (by a reset, a schedule, a retry policy).
    """
    info = workflow.info()
    is_later = info.continued_run_id and not (info.cron_schedule or info.retry_policy)
    return BeginningAsked(
        case_number=given.plan.case_number,
        beginning=beginning_of(info.workflow_id, info.workflow_type, given),
        authenticator=given.authenticator,
        run=info.run_id,
        first_run=info.first_execution_run_id if is_later else info.run_id,
        at=at,
    )


def against_late(act: Act, inbox: Inbox, now: Situation) -> RefusalFacts | None:
    """Why an act that was admitted is done no more, now that its turn comes: what was dealt with before it has turned the case.

    What has used a task of the procedure is given back by whoever turns the case.
    """
    if inbox.is_awaited(act):
        return None
    ahead = tuple(other for other in inbox.in_hand if other is not act)
    found = refusals_late(act, replace(now, ahead=ahead), has_task=inbox.has_task(act))
    return Refusal.together(found).facts if found else None


def left_behind(act: Act) -> RefusalFacts:
    """Why an act is not done whose task was open when it came, and which the procedure awaits no more."""
    return WrongStage(
        f"案件已有新的进展，“{act.label}”未生效。", remedy="请查看案件详情中的当前事项和办理方。"
    ).facts
