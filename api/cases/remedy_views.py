"""Remedies of a case that stand open, as its reader sees them."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from adapters.store.cases.records import CaseRecord, TimelineRecord
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.events import TITLES, Event
from domain.case.record.stages import Stage
from domain.case.remedies import (
    OUTCOMES,
    REFUSING,
    Remedy,
    RemedyKind,
    may_be_reconsidered,
    remedies_of,
)


class RemedyView(BaseModel):
    """One way that stands open against a decision."""

    kind: RemedyKind
    label: str
    authority: str = Field(description="Who decides on it.")
    until: date = Field(description="Last day; the day on which the decision was told is not counted.")
    against: str = Field(description="Event of the decision.")
    against_title: str
    subject: str = Field("", description="Which instalment or redemption; empty for most.")
    decided_on: date
    reason: str = Field("", description="Of the decision, as its mail and letter say it.")
    clause: str = Field("", description="On which clause of the policy it rests.")
    href: str = Field("", description="Where it is done, when it is done here.")


def open_remedies(case: CaseRecord, clause: str, today: date, calendar: WorkingCalendar) -> list[RemedyView]:
    """The remedies of a case whose last day has not passed, the latest decision first.

    Args:
        case: with its timeline.
        clause: of its type.
        today: by which a remedy has passed or not.
        calendar: which days are worked.
    """
    begun = [
        Stage(entry.stage) for entry in case.timeline if entry.event == Event.RECONSIDERATION_REQUESTED.value
    ]
    found: list[RemedyView] = []
    for entry in reversed(_standing(case.timeline)):
        is_last = case.final and entry is case.timeline[-1]
        may = is_last and may_be_reconsidered(Stage(entry.stage), begun)
        decided_on = shanghai_date(entry.at)
        standing = remedies_of(decided_on, case.lead, calendar, may_be_reconsidered=may)
        found += [_view(case, clause, entry, remedy) for remedy in standing if remedy.until >= today]
    return found


def _standing(timeline: Sequence[TimelineRecord]) -> list[TimelineRecord]:
    """The refusals that no reconsideration has replaced yet."""
    requests = [
        place for place, entry in enumerate(timeline) if entry.event == Event.RECONSIDERATION_REQUESTED.value
    ]
    since = requests[-1] if requests else 0
    is_replaced = any(Event(entry.event) in OUTCOMES for entry in timeline[since:]) and bool(requests)
    return [entry for entry in timeline[since if is_replaced else 0 :] if Event(entry.event) in REFUSING]


def _view(case: CaseRecord, clause: str, entry: TimelineRecord, remedy: Remedy) -> RemedyView:
    is_here = remedy.kind is RemedyKind.RECONSIDERATION
    return RemedyView(
        kind=remedy.kind,
        label=remedy.kind.label,
        authority=remedy.authority,
        until=remedy.until,
        against=entry.event,
        against_title=TITLES[Event(entry.event)],
        subject=entry.subject,
        decided_on=shanghai_date(entry.at),
        reason=entry.reason,
        clause=clause,
        href=f"/v1/applications/{case.case_number}/reconsideration" if is_here else "",
    )
