"""The facts of a mail, taken in the transaction that causes it."""

from decimal import Decimal
from typing import Any

from activities.office import CaseOffice
from adapters.store.cases.file import FiledCase
from adapters.store.cases.reconsiderations import reconsiderations_begun
from adapters.store.money.awards import latest_sheet
from adapters.store.money.ledger import case_total
from adapters.store.payments.payments import latest_payment
from adapters.store.writing import Session
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.events import Event
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import awaited_tasks, day_text, last_day_text, status_sentence, what_text
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Request, Ring, Step
from domain.case.remedies import OUTCOMES, REFUSING, may_be_reconsidered, review_until, reviewed_by
from domain.case.time.terms import WHOLE_CASE
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.ledger.accounts import Account

OF_PAYMENT = frozenset({Event.PAYMENT_ORDERED, Event.PAYMENT_RETURNED, Event.PAID, Event.PAYMENT_NETTED})
"""Events that are about one payment, which for a voucher is less than its face."""

WITHOUT_AMOUNT = frozenset(
    {Event.PAYMENT_STOPPED, Event.STOP_LIFTED, Event.RECOVERY_REVERSED, Event.RECONSIDERATION_REQUESTED}
)
"""Events whose words say which amount they are about, if any."""


def mail_of(
    office: CaseOffice,
    session: Session,
    case: FiledCase,
    progress: Progress,
    event: Event,
    request: Request,
    reason: str,
) -> MailFacts:
    """Put together what the applicant is told about an event; ``reason`` where no step says it."""
    subsidy, task = office.subsidy_of(case), _task_of_applicant(progress)
    return MailFacts(
        case_number=case.number,
        number=subsidy.number,
        name=subsidy.name,
        unit_name=case.unit_name,
        event=event,
        stage=progress.stage,
        at=request.at,
        sentence=status_sentence(progress),
        reason=request.reason if isinstance(request, Step) else reason,
        clause=subsidy.clause,
        quote=subsidy.quote,
        defects=request.defects if isinstance(request, Step) else (),
        notice=request.notice if isinstance(request, Step) else 0,
        note=request.note if isinstance(request, Step) else "",
        act_label=what_text(task) if task else "",
        due=last_day_text(task) if task else "",
        office_due=_office_due(progress),
        promised=_promised(progress),
        amount=_amount_of(session, progress, event),
        lines=latest_sheet(session, case.number) if _has_sheet(progress, event) else (),
        subject=_subject_of(request),
        url=f"{office.letterhead.public_url.rstrip('/')}/v1/applications/{case.number}",
        appeal_to=reviewed_by(subsidy.lead),
        **_of_reconsideration(session, progress, event, request, office.calendar),
    )


def _of_reconsideration(
    session: Session, progress: Progress, event: Event, request: Request, calendar: WorkingCalendar
) -> dict[str, Any]:
    """Whether the office may be asked to judge again, and whether this is what came of that."""
    begun = reconsiderations_begun(session, progress.case_number)
    is_open = event in REFUSING and progress.final and may_be_reconsidered(progress.stage, begun)
    until = day_text(review_until(shanghai_date(request.at), calendar)) if is_open else ""
    outcome_of = OUTCOMES.get(event, ())
    return {"reconsider_until": until, "is_reconsidered": any(stage in outcome_of for stage in begun)}


def _has_sheet(progress: Progress, event: Event) -> bool:
    is_of_award = progress.stage not in (Stage.RECOVERY, Stage.RECOVERED)
    return progress.amount is not None and is_of_award and event not in WITHOUT_AMOUNT


def _amount_of(session: Session, progress: Progress, event: Event) -> Decimal | None:
    if event in WITHOUT_AMOUNT:
        return None
    if progress.stage is Stage.RECOVERY:
        return case_total(session, progress.case_number, Account.RECEIVABLE)
    if event is Event.RECOVERED:
        return case_total(session, progress.case_number, Account.RECOVERED)
    payment = latest_payment(session, progress.case_number) if event in OF_PAYMENT else None
    return progress.amount if payment is None else payment


def _task_of_applicant(progress: Progress) -> UserTask | None:
    tasks = (task for task in progress.tasks if task.party == APPLICANT and not task.standing)
    return next(tasks, None)


def _office_due(progress: Progress) -> str:
    """The last day of whom the case waits for beside the applicant: an office before the public or the calendar."""
    awaited = [task for task in awaited_tasks(progress) if task.party != APPLICANT and last_day_text(task)]
    last = max(awaited, key=lambda task: (task.is_of_an_office, task.term and task.term.due_on), default=None)
    return last_day_text(last) if last else ""


def _promised(progress: Progress) -> str:
    """The last day of the promise for the whole case; nothing is promised any more to a case that has ended."""
    whole = (clock for clock in progress.clocks if clock.term and clock.term.name == WHOLE_CASE)
    return "" if progress.final else "".join(map(last_day_text, whole))


def _subject_of(request: Request) -> str:
    if isinstance(request, Step):
        return request.subject
    return request.task.subject if isinstance(request, Ring) else ""
