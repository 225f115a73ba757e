"""Where a case stands after something happened: its progress, file, worklists, timeline, and the mail that follows."""

from datetime import date, datetime, timedelta
from typing import Any

from activities.mail.writing import mail_of
from activities.office import CaseOffice
from adapters.store.cases.file import FiledCase, change_case
from adapters.store.cases.steps import (
    Happening,
    WorklistLine,
    add_to_timeline,
    queue_mail,
    replace_tasks,
)
from adapters.store.mail.notices import undelivered_events
from adapters.store.payments.stops import stops_on
from adapters.store.writing import Session
from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.record.events import MAILED, Event
from domain.case.record.next_step import next_step
from domain.case.record.stages import ENDED, Stage
from domain.case.record.steps import Progress, Request, StopInForce
from domain.case.time.case_clocks import CaseStanding, case_clocks
from domain.case.time.terms import PROGRESS_NOTICE, WHOLE_CASE
from domain.case.user_tasks import TermAsked, UserTask
from domain.catalogue.schema import Policy
from domain.frozen import Frozen
from domain.money import Yuan


class CaseHappening(Frozen):
    """What a verb is to record.

    Attributes:
        request: the verb's message.
        stage: the stage from now on.
        event: what happened; None for a reckoning by which nothing moved.
        tasks: the open tasks, with their days.
        since: since when the case is in the stage.
        clock: a clock of the case of which a timer event was dealt with.
        reason: what the applicant is told, unless the step says it.
        went_on: the last day of a pause that has ended by itself.
    """

    request: Request
    stage: Stage
    event: Event | None
    tasks: tuple[UserTask, ...]
    since: datetime
    amount: Yuan | None = None
    subject: str = ""
    final: bool = False
    clock: UserTask | None = None
    reason: str = ""
    went_on: date | None = None


def stand(
    office: CaseOffice, session: Session, case: FiledCase, happened: CaseHappening, **changes: Any
) -> Progress:
    """Write down where the case stands: its file and its lines on the worklists."""
    progress = _progress(office, session, case, happened)
    change_case(session, case.number, **_filed(progress), **changes)
    replace_tasks(session, progress.case_number, _lines(progress, happened.request.at))
    return progress


def tell(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    progress: Progress,
    happened: CaseHappening,
    line: Happening,
) -> None:
    """Add what happened to the timeline, and queue the mail of an event that the applicant can see."""
    add_to_timeline(session, line)
    if happened.event not in MAILED:
        return
    event, request = happened.event, happened.request
    facts = mail_of(office, session, case, progress, event, request, happened.reason)
    message_id = f"<{case.number}.{request.seq}.{event.value}@{office.letterhead.mail_domain}>"
    queue_mail(session, message_id, case.contact_email, request.seq, facts)


def _progress(office: CaseOffice, session: Session, case: FiledCase, happened: CaseHappening) -> Progress:
    subsidy, at = office.subsidy_of(case), happened.request.at
    clocks = _clocks(office, case, happened)
    return Progress(
        case_number=case.number,
        seq=happened.request.seq,
        stage=happened.stage,
        since=happened.since,
        tasks=happened.tasks,
        amount=happened.amount,
        overdue=any(task.is_overdue(shanghai_date(at)) for task in (*happened.tasks, *clocks)),
        final=happened.final,
        clocks=clocks,
        next_step="" if happened.final else next_step(subsidy.procedure, happened.stage, happened.tasks),
        stops=_stops(session, case) if subsidy.has_money and not happened.final else (),
        undelivered=undelivered_events(session, case.number),
        at=at,
    )


def _clocks(office: CaseOffice, case: FiledCase, happened: CaseHappening) -> tuple[UserTask, ...]:
    policy = office.policy_of(case)
    standing = CaseStanding(
        lead=policy.type(case.code).lead,
        stage=happened.stage,
        event=happened.event,
        subject=happened.subject,
        tasks=tuple(task for task in happened.tasks if not task.beside),
        final=happened.final or happened.stage in ENDED,
        went_on=happened.went_on,
    )
    before = _with_clock(case.clocks, happened.clock)
    return case_clocks(before, standing, _promised(policy), happened.request.at, office.calendar)


def _stops(session: Session, case: FiledCase) -> tuple[StopInForce, ...]:
    """The stops of payment that stand against a case."""
    found = stops_on(session, case.number, case.unit)
    return tuple(StopInForce(scope=stop.scope, party=stop.party, since=stop.at) for stop in found)


def _with_clock(clocks: tuple[UserTask, ...], timer_event: UserTask | None) -> tuple[UserTask, ...]:
    """The clocks of the case, with the one of which a timer event was dealt with as it is now."""
    if timer_event is None or timer_event.term is None:
        return clocks
    name = timer_event.term.name
    return tuple(timer_event if clock.term and clock.term.name == name else clock for clock in clocks)


def _promised(policy: Policy) -> dict[str, TermAsked]:
    """The terms of the policy that run for the case as a whole."""
    terms = ((name, policy.terms[name]) for name in (WHOLE_CASE, PROGRESS_NOTICE))
    return {
        name: TermAsked(name=name, label=term.name, working_days=term.working_days) for name, term in terms
    }


def due_at(task: UserTask) -> datetime | None:
    """The end of the due day; None while no term runs."""
    if task.term is None or task.stop is not None:
        return None
    return shanghai_midnight(task.term.due_on + timedelta(days=1))


def _filed(progress: Progress) -> dict[str, Any]:
    """Where the case stands, as its file has it."""
    dues = [due for task in progress.tasks if (due := due_at(task))]
    return {
        "stage": progress.stage.value,
        "since": progress.since,
        "seq": progress.seq,
        "amount": progress.amount,
        "progress": progress.model_dump(mode="json"),
        "due_at": min(dues, default=None),
        "overdue": progress.overdue,
        "final": progress.final,
    }


def _lines(progress: Progress, at: datetime) -> list[WorklistLine]:
    today = shanghai_date(at)
    return [
        WorklistLine(
            task=task,
            since=task.since or progress.since,
            due_at=due_at(task),
            overdue=task.is_overdue(today),
        )
        for task in progress.tasks
    ]
