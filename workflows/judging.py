"""What a case says to an act: when it comes, and once more when its turn comes."""

from dataclasses import replace

from domain.case.acts.act import Act
from domain.case.admission import admit, refusals_late
from domain.case.record.situation import Situation
from domain.case.record.steps import PASSING
from domain.errors import Refusal, RefusalFacts, WrongStage
from workflows.endings import as_failure
from workflows.inbox import Inbox


def check(act: Act, inbox: Inbox, now: Situation) -> None:
    """Refuse an act that the case does not admit; a refused act leaves no trace in the history."""
    try:
        if not inbox.repeats(act):
            admit(act, now)
    except Refusal as refusal:
        said = [PASSING] if isinstance(refusal, WrongStage) and inbox.in_hand else []
        raise as_failure(refusal.facts, *said) from refusal


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
