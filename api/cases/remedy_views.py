"""Remedies of a case that stand open, as its reader sees them."""

from collections.abc import Container, Mapping, Sequence
from datetime import date

from pydantic import BaseModel, Field

from adapters.store.cases.records import CaseRecord, TimelineRecord
from api.cases.service_views import ServiceView, service_view
from commands.cases.serving import ServedDecision
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.contests.asking import may_be_contested
from domain.case.contests.decisions import Decision, Happened, decisions_told
from domain.case.record.events import TITLES, Event
from domain.case.record.narrative import day_text
from domain.case.record.stages import Stage
from domain.case.remedies import (
    OUTCOMES,
    REFUSING,
    Remedy,
    RemedyDays,
    RemedyKind,
    may_be_reconsidered,
    remedies_of,
)


class RemedyView(BaseModel):
    """One way that stands open against a decision."""

    kind: RemedyKind
    label: str
    authority: str = Field(description="Who decides on it.")
    until: date = Field(
        description="Last day; the day of service is not counted. While the decision is not served: as if it were today."
    )
    source: str = Field(description="Whence the length of the term comes.")
    provisional: bool = Field(description="Not served so far, or in a year whose calendar is not announced.")
    against: str = Field(description="Event of the decision.")
    against_title: str
    subject: str = Field("", description="Which instalment or redemption; empty for most.")
    seq: int = Field(description="Step of the decision.")
    decided_on: date
    service: ServiceView | None = Field(
        description="How the decision was served; None where it was not so far."
    )
    deemed_on: date | None = Field(
        None,
        description="The day at which it counts as served when nobody fetches it; None without a mail that arrived.",
    )
    reason: str = Field("", description="Of the decision, as its mail and letter say it.")
    clause: str = Field("", description="On which clause of the policy it rests.")
    href: str = Field("", description="Where it is done, when it is done here.")
    ask_with: dict[str, str] = Field(
        {},
        description="What the request names the decision by, beside its reason; empty for the refusal that ended the case.",
    )


def open_remedies(
    case: CaseRecord,
    clause: str,
    served: Mapping[int, ServedDecision],
    today: date,
    calendar: WorkingCalendar,
) -> list[RemedyView]:
    """The remedies of a case whose last day has not passed, the latest decision first.

    Args:
        case: with its timeline.
        clause: of its type.
        served: its decisions by their ``seq``, as far as they were told.
        today: by which a remedy has passed or not.
        calendar: which days are worked.
    """
    begun = [
        Stage(entry.stage) for entry in case.timeline if entry.event == Event.RECONSIDERATION_REQUESTED.value
    ]
    lines = [Happened(each.seq, each.event, each.subject) for each in case.timeline]
    told = decisions_told(lines)
    contestable = {each.told_in: each for each in told if may_be_contested(each, Stage(case.stage))}
    open_outside = {each.told_in for each in told if each.was_contested}
    found: list[RemedyView] = []
    for entry in reversed(_standing(case.timeline, contestable.keys() | open_outside)):
        is_last = case.final and entry is case.timeline[-1]
        contested = contestable.get(entry.seq)
        may = contested is not None or (is_last and may_be_reconsidered(Stage(entry.stage), begun))
        decision = served.get(entry.seq)
        days = decision.days if decision else RemedyDays.of(None, max(today, shanghai_date(entry.at)))
        standing = remedies_of(days, case.lead, calendar, may_be_reconsidered=may)
        found += [
            _view(case, clause, entry, remedy, decision, contested)
            for remedy in standing
            if remedy.until >= today
        ]
    return found


def _standing(timeline: Sequence[TimelineRecord], decided: Container[int]) -> list[TimelineRecord]:
    """The refusals that no reconsideration has replaced yet, what was topped up, and the amounts that may be, or were, contested."""
    requests = [
        place for place, entry in enumerate(timeline) if entry.event == Event.RECONSIDERATION_REQUESTED.value
    ]
    since = requests[-1] if requests else 0
    is_replaced = any(Event(entry.event) in OUTCOMES for entry in timeline[since:]) and bool(requests)
    return [
        entry
        for entry in timeline[since if is_replaced else 0 :]
        if Event(entry.event) in REFUSING | {Event.TOPPED_UP} or entry.seq in decided
    ]


def _view(
    case: CaseRecord,
    clause: str,
    entry: TimelineRecord,
    remedy: Remedy,
    decision: ServedDecision | None,
    contested: Decision | None,
) -> RemedyView:
    is_here = remedy.kind is RemedyKind.RECONSIDERATION
    return RemedyView(
        kind=remedy.kind,
        label=remedy.kind.label,
        authority=remedy.authority,
        until=remedy.until,
        source=remedy.kind.source,
        provisional=remedy.provisional,
        against=entry.event,
        against_title=TITLES[Event(entry.event)],
        subject=entry.subject,
        seq=entry.seq,
        decided_on=shanghai_date(entry.at),
        service=service_view(decision.service) if decision and decision.service else None,
        deemed_on=decision.deemed_on if decision else None,
        reason=entry.reason,
        clause=clause,
        ask_with=contested.asked_with if is_here and contested else {},
        href=f"/v1/applications/{case.case_number}/reconsideration" if is_here else "",
    )


def remedies_text(remedies: Sequence[RemedyView]) -> str:
    """What stands open against the latest decision, as part of the sentence of its case; empty where nothing does."""
    refusals = [each for each in remedies if Event(each.against) in REFUSING]
    latest = [each for each in refusals if each.seq == refusals[0].seq]
    if not latest:
        return ""
    title, service = latest[0].against_title, latest[0].service
    if service is None:
        return f"“{title}”尚未送达，{'、'.join(each.label for each in latest)}的期限自送达之日起算"
    until: dict[date, list[str]] = {}
    for each in latest:
        until.setdefault(each.until, []).append(each.label)
    ends = "，".join(f"{'、'.join(labels)}的期限至{day_text(last)}" for last, labels in until.items())
    return f"“{title}”已于{day_text(service.on)}送达（{service.label}），{ends}"
