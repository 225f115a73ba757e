"""Experts are reminded of their last day, and told what came of the case that they judged."""

from datetime import date, datetime

from activities.entering import Entered
from adapters.store.experts.mails import write_to_experts
from adapters.store.experts.panels import panel_of_case, panels_due
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.writing import Session, after_commit
from domain.case.record.events import TITLES, Event
from domain.case.record.stages import Stage
from domain.catalogue.schema import Procedure
from domain.experts.panel import SeatStatus
from domain.office_mail import OfficeMailKind

OUTCOMES = frozenset({Event.NOTICE_PUBLISHED, Event.NOT_SELECTED, Event.REJECTED})
"""What experts are told of: selected and published, not selected, refused."""


def remind_experts(session: Session, letterhead: Letterhead, until: date, at: datetime) -> None:
    """Whose last day is this one or over, and who has not scored, is written to, once for each panel and last day."""
    for panel in panels_due(session, until):
        kind, matter = OfficeMailKind.EXPERT_REMINDED, panel.due_on.isoformat()
        write_to_experts(session, letterhead, panel, panel.awaited, kind, at, matter=matter)


def tell_experts(entered: Entered) -> None:
    """Everybody who scored is told the outcome."""
    step = entered.step
    if entered.subsidy.procedure is not Procedure.RANKED_BATCH or step.event not in OUTCOMES:
        return
    panel = panel_of_case(entered.session, entered.case.number)
    if panel is None:
        return
    scored = tuple(seat for seat in panel.seats if seat.status is SeatStatus.SCORED)
    selected = "已入选，进入公示" if step.stage is Stage.PUBLIC_NOTICE else TITLES[step.event]
    words = f"专家组评审得分 {panel.score}。{selected}。"
    kind, letterhead = OfficeMailKind.EXPERT_TOLD, entered.office.letterhead
    write_to_experts(entered.session, letterhead, panel, scored, kind, step.at, words, step.event.value)
    after_commit(entered.session, entered.office.announcer.mail)
