"""The clocks of a case as its reader sees them: what was promised, what is felt, and every stop with its reason."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from adapters.store.cases.records import CaseRecord, TimelineRecord
from api.cases.clock_reasons import (
    NameOfDay,
    NextRing,
    SkippedDays,
    TermSource,
    next_ring,
    silent_because,
    skipped_days,
    source_of,
)
from api.cases.remedy_views import RemedyView
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.events import OF_TERMS, TITLES, Event
from domain.case.record.narrative import status_sentence
from domain.case.time.clock import Extension, Stop, used_working_days
from domain.case.time.terms import WHOLE_CASE
from domain.case.user_tasks import TimerEventKind, UserTask
from domain.catalogue.schema import Policy
from domain.departments import party_name


class TimerEventView(BaseModel):
    """Something that a term brings, and whether it was dealt with."""

    kind: TimerEventKind
    at: datetime
    fired: bool


class TermClockView(BaseModel):
    """One term: a budget of working days with the ledger of its stops."""

    party: str
    party_name: str
    label: str
    subject: str
    starts_on: date
    working_days: int = Field(description="As promised.")
    extension: Extension | None = None
    used_working_days: int = Field(description="On which the office, or whose term it is, held the case.")
    left_working_days: int = Field(description="Negative when the term is over.")
    due_on: date | None = Field(description="None while the clock stands still.")
    provisional: bool
    stands_still: Stop | None = None
    goes_on_by: date | None = Field(
        None, description="The last day of a pause; then the clock goes on by itself."
    )
    stops: list[Stop]
    timer_events: list[TimerEventView]
    source: TermSource | None = Field(description="Whence it comes.")
    skipped: list[SkippedDays] = Field(description="Days up to the last one that are not counted, and why.")
    told_until: date | None = Field(
        description="The last day as it was told; of an applicant's term it stands."
    )
    next: NextRing | None = Field(description="What rings next, and what that does.")
    silent_because: str = Field(description="Why nothing rings any more; empty where something will.")


class FixedDayView(BaseModel):
    """A term that is a day of the calendar: a validity, the end of a year."""

    party: str
    party_name: str
    label: str
    subject: str
    due_on: date
    provisional: bool
    next: NextRing | None


class Elapsed(BaseModel):
    """The time as the applicant feels it: from filing to now, or to the end."""

    since: date
    until: date
    days: int
    working_days: int


class ClockEntry(BaseModel):
    """Something that happened to a term, also to one that is over: extended, paused, moved, a timer event."""

    at: datetime
    event: str
    title: str
    stage: str
    subject: str
    reason: str


class ClockView(BaseModel):
    """Both clocks of a case, the terms of its open tasks, and what happened to its terms so far."""

    case_number: str
    sentence: str
    on: date
    promised: TermClockView | None = Field(description="The whole case, stops not counted (全程办理).")
    elapsed: Elapsed
    terms: list[TermClockView]
    fixed_days: list[FixedDayView]
    happened: list[ClockEntry]
    remedies: list[RemedyView] = Field(
        [], description="That stand open, their days counted from service (送达)."
    )


def clock_view(
    case: CaseRecord, today: date, calendar: WorkingCalendar, policy: Policy, name_of: NameOfDay
) -> ClockView:
    """The clocks on a day; one that lies before what was recorded last counts as that day."""
    progress = case.progress
    last = shanghai_date(case.timeline[-1].at) if case.timeline else case.filed_on
    on = last if case.final else max(today, last)
    tasks = progress.tasks if progress else ()
    whole = [clock for clock in (progress.clocks if progress else ()) if _name(clock) == WHOLE_CASE]
    terms = [term_view(task, on, calendar, policy, name_of) for task in (*whole, *tasks)]
    shown = [term for term in terms if term is not None]
    return ClockView(
        case_number=case.case_number,
        sentence=status_sentence(progress) if progress else "",
        on=on,
        promised=shown[0] if whole else None,
        elapsed=Elapsed(
            since=case.filed_on,
            until=on,
            days=(on - case.filed_on).days,
            working_days=calendar.working_days_between(case.filed_on, on),
        ),
        terms=shown[1:] if whole else shown,
        fixed_days=[_fixed(task, on) for task in tasks if task.term and task.term.clock is None],
        happened=[_entry(entry) for entry in case.timeline if entry.event in OF_TERMS],
    )


def _entry(entry: TimelineRecord) -> ClockEntry:
    content = entry.model_dump(include={"at", "event", "stage", "subject", "reason"})
    return ClockEntry(title=TITLES[Event(entry.event)], **content)


def _name(task: UserTask) -> str:
    return task.term.name if task.term else ""


def _fixed(task: UserTask, on: date) -> FixedDayView:
    assert task.term is not None  # noqa: S101 - it has a day
    return FixedDayView(
        party=task.party,
        party_name=party_name(task.party, on),
        label=task.term.label,
        subject=task.subject,
        due_on=task.term.due_on,
        provisional=task.term.provisional,
        next=next_ring(task),
    )


def term_view(
    task: UserTask, on: date, calendar: WorkingCalendar, policy: Policy, name_of: NameOfDay
) -> TermClockView | None:
    """One term on a day; None where none runs, or only a fixed day is awaited."""
    term, clock = task.term, task.term.clock if task.term else None
    if term is None or clock is None:
        return None
    used = used_working_days(clock, on, calendar)
    return TermClockView(
        party=task.party,
        party_name=party_name(task.party, on),
        label=term.label,
        subject=task.subject,
        starts_on=term.starts_on,
        working_days=clock.working_days,
        extension=clock.extension,
        used_working_days=used,
        left_working_days=clock.budget - used,
        due_on=None if task.stop else term.due_on,
        provisional=term.provisional,
        stands_still=task.stop,
        goes_on_by=term.pause_ends.ends if term.pause_ends else None,
        stops=list(clock.stops),
        timer_events=_timer_events(task),
        source=source_of(task, policy),
        skipped=skipped_days(clock, on if task.stop else term.due_on, calendar, name_of),
        told_until=term.due_on if task.ends_outside else None,
        next=next_ring(task),
        silent_because=silent_because(task),
    )


def _timer_events(task: UserTask) -> list[TimerEventView]:
    timer_events = task.term.timer_events if task.term else ()
    return [
        TimerEventView(kind=timer_event.kind, at=timer_event.at, fired=place < task.timer_events_fired)
        for place, timer_event in enumerate(timer_events)
    ]
