"""Recording what becomes of terms: a timer event that is due, and days that moved with the calendar."""

from datetime import date

from activities.cases.standings import CaseHappening, stand, tell
from activities.office import CaseOffice
from activities.people.mails import write_to_desk
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.cases.steps import Happening
from adapters.store.mail.notices import notices_of, undelivered_events
from adapters.store.writing import Session
from domain.case.record.events import MAILED, Event
from domain.case.record.narrative import moves_text
from domain.case.record.steps import Progress, Reckoning, Ring
from domain.case.time.notices import waits_for_notice, with_notices
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE, with_terms
from domain.case.user_tasks import TermAsked, TimerEventKind, UserTask
from domain.case.verbs import RECKON_TERMS, RING
from domain.departments import APPLICANT
from domain.office_mail import OfficeMailKind

EVENTS = {
    TimerEventKind.INFORM: Event.STILL_IN_PROGRESS,
    TimerEventKind.RESUME: Event.CLOCK_RESUMED,
    TimerEventKind.ESCALATE: Event.ESCALATED,
    TimerEventKind.REMIND: Event.OFFICE_REMINDED,
}

SILENCE_AGREES = "会签期限将满；期满未提出意见的，按办理规程（附则（五））记为沉默，继续办理。"
SILENCE_ACCEPTS = "形式审查期限将满；期满未告知需要补正的内容的，按办理规程（附则（五））视为受理。"

PAUSE_IS_OVER = "中止计时的期限已满，办理期限继续计算。"

TO_THE_DESK = {
    TimerEventKind.REMIND: (OfficeMailKind.TERM_REMINDER, "办理期限已满，请尽快办结。"),
    TimerEventKind.ESCALATE: (
        OfficeMailKind.TERM_ESCALATION,
        "逾期仍未办结，已上报督办，请部门负责人督促办理。",
    ),
    TimerEventKind.RESUME: (OfficeMailKind.TERM_RESUMED, PAUSE_IS_OVER),
}
"""How an office hears from the clock. Nobody has urged: the words say so."""


def _announce_ring(office: CaseOffice, ring: Ring, _progress: Progress) -> None:
    if not _is_of_a_day_past(ring) and (event_of(ring) in MAILED or ring.kind in TO_THE_DESK):
        office.announcer.mail()


@verb(RING, then=_announce_ring)
def ring(office: CaseOffice, session: Session, case: FiledCase, ring: Ring) -> Progress:
    """Record a reminder, an escalation, or the end of a pause.

    An office that is late, or whose term goes on, is written to, its head included; an escalation always reaches
    somebody above the desk. Nobody is reminded of a day that is over.
    """
    is_told = not _is_of_a_day_past(ring)
    reason = _reason(ring)
    happened = CaseHappening(
        request=ring,
        stage=ring.stage,
        event=event_of(ring) if is_told else None,
        tasks=with_terms(ring.tasks, ring.at, office.calendar),
        since=case.since,
        amount=ring.amount,
        clock=ring.task if is_of_the_case(ring.task) else None,
        reason=reason if ring.kind is TimerEventKind.RESUME else "",
        went_on=_went_on(ring),
    )
    progress = stand(office, session, case, happened)
    if is_told:
        tell(office, session, case, progress, happened, _line(ring, event_of(ring), reason, ring.task))
    if ring.kind in TO_THE_DESK and ring.task.is_of_an_office:
        kind, words = TO_THE_DESK[ring.kind]
        asked = ring.task.asked
        words = _of_silence(asked) if asked and asked.lapses else words
        write_to_desk(office, session, ring, _dated(ring, progress.tasks), kind, reason or words)
    return progress


def _announce_moves(office: CaseOffice, _reckoning: Reckoning, _progress: Progress) -> None:
    office.announcer.mail()


@verb(RECKON_TERMS, then=_announce_moves)
def reckon_terms(office: CaseOffice, session: Session, case: FiledCase, reckoning: Reckoning) -> Progress:
    """Compute the open terms by the calendar, and by what arrived, as it is now; where a day moved it is told."""
    told = with_notices(reckoning.tasks, notices_of(session, case.number), reckoning.at)
    tasks = with_terms(told, reckoning.at, office.calendar)
    moved = moves_text(reckoning.tasks, tasks, reckoning.at)
    event = (
        _of_notices(reckoning.tasks, tasks)
        or _returned(session, case)
        or (Event.TERMS_MOVED if moved else None)
    )
    happened = CaseHappening(
        request=reckoning,
        stage=reckoning.stage,
        event=event,
        tasks=tasks,
        since=case.since,
        amount=reckoning.amount,
        reason=moved,
    )
    progress = stand(office, session, case, happened)
    if event:
        tell(office, session, case, progress, happened, _line(reckoning, event, moved))
    return progress


def _of_silence(asked: TermAsked) -> str:
    """What the office is warned of before its silence bites."""
    return SILENCE_ACCEPTS if asked.name == "completeness_check" else SILENCE_AGREES


def _of_notices(before: tuple[UserTask, ...], now: tuple[UserTask, ...]) -> Event | None:
    """Whether a term has stopped because its notice did not arrive, or runs anew because it did."""
    waited, waits = (sum(map(waits_for_notice, tasks)) for tasks in (before, now))
    if waits == waited:
        return None
    return Event.NOTICE_UNDELIVERED if waits > waited else Event.NOTICE_DELIVERED


def _returned(session: Session, case: FiledCase) -> Event | None:
    """Whether another mail could not arrive since the case was written down last."""
    before = len((case.progress or {}).get("undelivered", ()))
    return Event.NOTICE_UNDELIVERED if len(undelivered_events(session, case.number)) > before else None


def is_of_the_case(task: UserTask) -> bool:
    """Whether it is a clock of the whole case, and nobody's task."""
    return task.term is not None and task.term.name in (WHOLE_CASE, PROGRESS_NOTICE)


def _dated(ring: Ring, tasks: tuple[UserTask, ...]) -> UserTask:
    """The task that has timer event, with its days of now; a clock of the whole case is nobody's task."""
    pairs = zip(ring.tasks, tasks, strict=True)
    return next((now for was, now in pairs if was == ring.task), ring.task)


def event_of(ring: Ring) -> Event:
    """What a timer event is called when it is told."""
    if ring.kind is TimerEventKind.REMIND and ring.task.party == APPLICANT:
        return Event.APPLICANT_REMINDED
    return EVENTS[ring.kind]


def _is_of_a_day_past(ring: Ring) -> bool:
    """Whether the applicant would be reminded of a day that was over before anybody looked."""
    last = ring.task.term.timer_events[-1] if ring.task.term and ring.task.term.timer_events else None
    return event_of(ring) is Event.APPLICANT_REMINDED and last is not None and last.at <= ring.at


def _went_on(ring: Ring) -> date | None:
    """The day on which the term goes on whose pause is over."""
    clock = ring.task.term.clock if ring.task.term else None
    return clock.stops[-1].until if clock and ring.kind is TimerEventKind.RESUME else None


def _reason(ring: Ring) -> str:
    if ring.kind is TimerEventKind.RESUME:
        return PAUSE_IS_OVER
    term = ring.task.term
    if term is None or term.name != WHOLE_CASE or term.clock is None:
        return ""
    state = "将满" if ring.kind is TimerEventKind.REMIND else "已满"
    return f"{term.label}期限（{term.clock.budget}个工作日，中止期间不计）{state}。"


def _line(request: Ring | Reckoning, event: Event, reason: str, task: UserTask | None = None) -> Happening:
    return Happening(
        case_number=request.case_number,
        seq=request.seq,
        at=request.at,
        event=event.value,
        stage=request.stage.value,
        reason=reason,
        subject=task.subject if task else "",
        party=task.party if task else "",
        acts=list(task.acts) if task else [],
    )
