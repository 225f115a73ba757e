"""How acts and terms are written down: for the record, for the applicant, and for the Temporal UI."""

from datetime import date
from typing import Final

from domain.calendar import shanghai_date
from domain.case.acts.act import Act
from domain.case.acts.request import ENVELOPE
from domain.case.record.narrative import day_text
from domain.case.record.steps import RecordedAct
from domain.case.user_tasks import TimerEvent, TimerEventKind, UserTask
from domain.departments import party_name

TIMER_EVENT_NAMES = {
    TimerEventKind.INFORM: "告知进展",
    TimerEventKind.REMIND: "提醒",
    TimerEventKind.ESCALATE: "督办",
    TimerEventKind.LAPSE: "期满",
    TimerEventKind.RESUME: "恢复计时",
}


def told(acts: list[Act]) -> str:
    """What the applicant is told: the deciding official's words, not a signer's opinion or a payee's remark."""
    return acts[-1].reason if acts and acts[-1].rules.is_told else ""


LATE: Final = "期限至{day}届满，本次提交于期满后收到；期满尚未登记，按办理规程（附则（五））作为期限内提交办理，并注明逾期。"


def late_note(acts: tuple[RecordedAct, ...]) -> str:
    """What the record says of acts that came after the end of their term, before anybody had recorded it; else empty."""
    late = next((act.late_after for act in acts if act.late_after), None)
    return LATE.format(day=day_text(late)) if late else ""


def recorded(act: Act, late_after: date | None = None) -> RecordedAct:
    """An act as it is kept."""
    return RecordedAct(
        id=act.id,
        kind=act.kind,
        by=act.by,
        digest=act.digest,
        outcome=act.outcome,
        reason=act.reason,
        content=act.model_dump(mode="json", exclude={*ENVELOPE, "reason"}),
        late_after=late_after,
    )


def timer_name(task: UserTask, timer_event: TimerEvent) -> str:
    """What a timer waits for."""
    if task.term is None:
        return "等待"
    what = TIMER_EVENT_NAMES[timer_event.kind]
    return f"{task.term.label} · {party_name(task.party, shanghai_date(timer_event.at))} · {what}"
