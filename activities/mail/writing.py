"""The facts of a mail, taken in the transaction that causes it."""

from decimal import Decimal
from typing import Any

from activities.office import CaseOffice
from adapters.store.cases.earlier_acts import decisions_of
from adapters.store.cases.file import FiledCase
from adapters.store.cases.reconsiderations import reconsiderations_begun
from adapters.store.money.awards import latest_sheet
from adapters.store.money.ledger import case_total, subjects_with
from adapters.store.payments.payments import payment_in_hand
from adapters.store.writing import Session
from domain.case.acts.review import AnswerReconsideration
from domain.case.contests.asking import may_be_contested
from domain.case.record.events import Event
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import awaited_tasks, last_day_text, status_sentence, what_text
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Request, Ring, Step
from domain.case.remedies import OPENING_REMEDIES, OUTCOMES, REFUSING, may_be_reconsidered, reviewed_by
from domain.case.time.terms import WHOLE_CASE
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.ledger.accounts import Account
from domain.ledger.subjects import Subject
from domain.money import ZERO

OF_PAYMENT = frozenset({Event.PAYMENT_ORDERED, Event.PAYMENT_RETURNED, Event.PAID, Event.PAYMENT_NETTED})
"""Events that are about one payment, which for a voucher is less than its face."""

NOTHING_GIVEN = frozenset(
    {
        *(Event.NOT_ACCEPTED, Event.REJECTED, Event.NOT_SELECTED, Event.LAPSED, Event.TERMINATED),
        *(Event.WITHDRAWN, Event.VOUCHER_EXPIRED, Event.REDEMPTION_CLAIMED, Event.REDEMPTION_REFUSED),
        *(Event.INSTALMENT_OPENED, Event.INSTALMENT_CLAIMED, Event.INSTALMENT_RETURNED),
        *(Event.INSTALMENT_REFUSED, Event.INSTALMENT_MISSED),
    }
)
"""Events that give nothing, or not yet: the amount in hand is of before."""

WITHOUT_AMOUNT = NOTHING_GIVEN | frozenset(
    {
        *(Event.PAYMENT_STOPPED, Event.STOP_LIFTED, Event.RECONSIDERATION_REQUESTED),
        *(Event.DECISION_CONTESTED, Event.DECISION_UPHELD, Event.CONTEST_WITHDRAWN, Event.CONTEST_MOOT),
    }
)
"""Events whose words say which amount they are about, if any."""

WITHOUT_SHEET = (WITHOUT_AMOUNT - {Event.REJECTED}) | {
    *(Event.RECOVERED, Event.RECOVERY_REVERSED, Event.FUNDS_AWAITED_AGAIN)
}
"""Events of which no amount is worked out; that nothing is due is."""


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
    subsidy, task, subject = office.subsidy_of(case), _task_of_applicant(progress), _subject_of(request)
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
        office_due=_office_due(progress, subject),
        promised=_promised(progress),
        amount=_amount_of(session, progress, event, subject),
        lines=latest_sheet(session, case.number) if _has_sheet(progress, event) else (),
        subject=subject,
        url=f"{office.letterhead.public_url.rstrip('/')}/v1/applications/{case.number}",
        appeal_to=reviewed_by(subsidy.lead),
        is_stopped=bool(progress.stops),
        awaited=subsidy.acceptance.event if subsidy.acceptance else "",
        deemed_days=office.policy_of(case).service.deemed_days if event in OPENING_REMEDIES else None,
        **_of_reconsideration(session, progress, event, request),
    )


def _of_reconsideration(
    session: Session, progress: Progress, event: Event, request: Request
) -> dict[str, Any]:
    """Whether the office may be asked to judge again, and whether this is what came of that."""
    begun = reconsiderations_begun(session, progress.case_number)
    is_open = event in REFUSING and progress.final and may_be_reconsidered(progress.stage, begun)
    outcome_of = OUTCOMES.get(event, ())
    told = [each for each in decisions_of(session, progress.case_number) if each.told_in == request.seq]
    is_answer = isinstance(request, Step) and any(
        act.kind == AnswerReconsideration.kind for act in request.acts
    )
    return {
        "may_reconsider": is_open or any(may_be_contested(each, progress.stage) for each in told),
        "is_reconsidered": is_answer
        or any(stage in outcome_of for stage in begun)
        or any(each.was_contested for each in told),
    }


def _has_sheet(progress: Progress, event: Event) -> bool:
    return progress.amount is not None and progress.stage is not Stage.RECOVERY and event not in WITHOUT_SHEET


def _amount_of(session: Session, progress: Progress, event: Event, subject: str) -> Decimal | None:
    if event in WITHOUT_AMOUNT:
        return None
    if progress.stage is Stage.RECOVERY:
        return case_total(session, progress.case_number, Account.RECEIVABLE)
    if event is Event.RECOVERED:
        return case_total(session, progress.case_number, Account.RECOVERED)
    if event is Event.RECOVERY_REVERSED:
        return subjects_with(session, progress.case_number, Account.PROMISED).get(subject)
    if event is Event.AMOUNT_ADJUSTED and Subject.read(subject).top_up:
        return subjects_with(session, progress.case_number, Account.PROMISED).get(subject, ZERO)
    if event is Event.FUNDS_AWAITED_AGAIN:
        return case_total(session, progress.case_number, Account.RETURNED) or progress.amount
    payment = payment_in_hand(session, progress.case_number) if event in OF_PAYMENT else None
    return progress.amount if payment is None else payment


def _task_of_applicant(progress: Progress) -> UserTask | None:
    tasks = (task for task in progress.tasks if task.party == APPLICANT and not task.standing)
    return next(tasks, None)


def _office_due(progress: Progress, subject: str) -> str:
    """The last day of whom the case waits for beside the applicant: an office before the public or the calendar.

    What is answered beside the procedure has its own day, which is told of that alone.
    """
    awaited = [task for task in awaited_tasks(progress) if task.party != APPLICANT and last_day_text(task)]
    about = [task for task in awaited if task.beside and task.subject == subject]
    chosen = about or [task for task in awaited if not task.beside]
    last = max(chosen, key=lambda task: (task.is_of_an_office, task.term and task.term.due_on), default=None)
    return last_day_text(last) if last else ""


def _promised(progress: Progress) -> str:
    """The last day of the promise for the whole case; nothing is promised any more to a case that has ended."""
    whole = (clock for clock in progress.clocks if clock.term and clock.term.name == WHOLE_CASE)
    return "" if progress.final else "".join(map(last_day_text, whole))


def _subject_of(request: Request) -> str:
    if isinstance(request, Step):
        return request.subject
    return request.task.subject if isinstance(request, Ring) else ""
