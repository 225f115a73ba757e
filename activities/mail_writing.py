"""The facts of a mail, taken in the transaction that causes it."""

from decimal import Decimal
from typing import Any

from adapters.store.award_keeping import latest_sheet
from adapters.store.case_keeping import FiledCase
from adapters.store.money_ledger import case_total
from adapters.store.payment_keeping import latest_payment
from adapters.store.reconsiderations import reconsiderations_begun
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.acts import ACTS
from domain.case.events import Event
from domain.case.mail_facts import MailFacts
from domain.case.narrative import day_text, due_text, status_sentence
from domain.case.remedies import OUTCOMES, REFUSING, may_be_reconsidered, review_until, reviewed_by
from domain.case.steps import Progress, Request, Ring, Step
from domain.case.turns import Turn
from domain.catalogue.schema import SubsidyType
from domain.departments import APPLICANT
from domain.ledger.accounts import Account

OF_PAYMENT = frozenset({Event.PAYMENT_ORDERED, Event.PAYMENT_RETURNED, Event.PAID, Event.PAYMENT_NETTED})
"""Events that are about one payment, which for a voucher is less than its face."""

OF_RECOVERY = frozenset(
    {Event.RECOVERY_DECIDED, Event.REPAYMENT_RECORDED, Event.RECOVERY_NETTED, Event.RECOVERY_OVERDUE}
)
"""Events that are about money that is to come back: what is left of it counts, and no calculation sheet."""

WITHOUT_AMOUNT = frozenset(
    {Event.PAYMENT_STOPPED, Event.STOP_LIFTED, Event.RECOVERY_REVERSED, Event.RECONSIDERATION_REQUESTED}
)
"""Events whose words say which amount they are about, if any."""


def mail_of(
    writing: Session,
    case: FiledCase,
    subsidy: SubsidyType,
    progress: Progress,
    event: Event,
    request: Request,
    public_url: str,
    reason: str = "",
) -> MailFacts:
    """Put together what the applicant is told about an event; ``reason`` where no step says it."""
    turn = _turn_of_applicant(progress)
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
        act_label="或".join(ACTS[kind].label for kind in turn.acts) if turn else "",
        due=due_text(turn) if turn and turn.term else "",
        amount=_amount_of(writing, progress, event),
        lines=latest_sheet(writing, case.number) if _has_sheet(progress, event) else (),
        subject=_subject_of(request),
        url=f"{public_url.rstrip('/')}/v1/applications/{case.number}",
        appeal_to=reviewed_by(subsidy.lead),
        **_of_reconsideration(writing, progress, event, request),
    )


def _of_reconsideration(
    writing: Session, progress: Progress, event: Event, request: Request
) -> dict[str, Any]:
    """Whether the office may be asked to judge again, and whether this is what came of that."""
    begun = reconsiderations_begun(writing, progress.case_number)
    is_open = event in REFUSING and progress.final and may_be_reconsidered(progress.stage, begun)
    until = day_text(review_until(shanghai_date(request.at))) if is_open else ""
    outcome_of = OUTCOMES.get(event, ())
    return {"reconsider_until": until, "is_reconsidered": any(stage in outcome_of for stage in begun)}


def _has_sheet(progress: Progress, event: Event) -> bool:
    return progress.amount is not None and event not in OF_RECOVERY | WITHOUT_AMOUNT | {Event.RECOVERED}


def _amount_of(writing: Session, progress: Progress, event: Event) -> Decimal | None:
    if event in WITHOUT_AMOUNT:
        return None
    if event in OF_RECOVERY:
        return case_total(writing, progress.case_number, Account.RECEIVABLE)
    if event is Event.RECOVERED:
        return case_total(writing, progress.case_number, Account.RECOVERED)
    payment = latest_payment(writing, progress.case_number) if event in OF_PAYMENT else None
    return progress.amount if payment is None else payment


def _turn_of_applicant(progress: Progress) -> Turn | None:
    turns = (turn for turn in progress.turns if turn.party == APPLICANT and not turn.standing)
    return next(turns, None)


def _subject_of(request: Request) -> str:
    if isinstance(request, Step):
        return request.subject
    return request.turn.subject if isinstance(request, Ring) else ""
