"""What the store may answer to a verb: every answer that sends a case another way.

An answer that only gives an act back leads nowhere and is left out. A verb that is not here is told to whoever plays.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from domain.calendar import WorkingCalendar
from domain.case.authenticity.acts import Authenticity, AuthenticityAsked
from domain.case.authenticity.beginnings import BeginningAsked
from domain.case.record.money_steps import (
    BankReturn,
    BankReturned,
    BatchRequest,
    BatchResult,
    FundDocument,
    Netting,
    PaymentOrder,
    PaymentOrdered,
    PaymentResult,
    ProductListing,
    ProjectFindingRequest,
    ProjectFound,
    Receivable,
    ReceivableAsked,
    Reclaim,
    Reclaimed,
    Redemption,
    RedemptionRequest,
    Repayment,
    Reversal,
    Reversed,
    SampleDraw,
    SampleDrawn,
    StopChange,
    StopChanged,
    ToppedUp,
    TopUpRequest,
    VoucherEnd,
    VoucherIssued,
    VoucherRequest,
)
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessed, Assessment, Progress, Request
from domain.case.signatures import Recalled, SignatureRecall
from domain.case.time.terms import with_terms
from domain.case.time.urging import Urged, Urging
from domain.case.user_tasks import UserTask
from domain.errors import RefusalFacts
from domain.frozen import Frozen
from domain.ledger.subjects import Subject
from workflows.procedures.multi_year import MultiYear
from workflows.procedures.post_acceptance import PostAcceptance

CALENDAR: Final = WorkingCalendar(announced=range(0))
"""Years that nobody has announced: when a holiday falls changes no procedure."""

AMOUNT: Final = Decimal("100.00")
LESS: Final = Decimal("40.00")
NOTHING: Final = Decimal("0.00")
REFUSAL: Final = RefusalFacts(kind="wrong-stage", what="未生效。")
SET_OFF: Final = (Netting(case_number="LF2026-0101-00002", amount=LESS),)

DONE: Final = (Frozen(),)
ISSUED: Final = (
    VoucherIssued(face=AMOUNT, expires_on=date(2027, 6, 30)),
    VoucherIssued(face=NOTHING),
    VoucherIssued(place=1),
    VoucherIssued(awaits_others=True),
    VoucherIssued(refusal=REFUSAL),
)
ORDERED: Final = (
    PaymentOrdered(payment="P1"),
    PaymentOrdered(payment="P1", amount=LESS, transfer=NOTHING, netted=SET_OFF),
    PaymentOrdered(refusal=REFUSAL, is_stopped=True),
    PaymentOrdered(refusal=REFUSAL, asks_payee=True),
    PaymentOrdered(refusal=REFUSAL, amount=LESS),
    PaymentOrdered(refusal=REFUSAL, amount=NOTHING),
)
"""Ordered; set off whole; stopped; another unit bears the case; another amount is due; nothing is."""

CAME_BACK: Final = BankReturned(
    amount=AMOUNT, document=FundDocument(document_number="1号", city_amount=AMOUNT, locality_amount=NOTHING)
)
TOPPED_UP: Final = ToppedUp(subject="T1", amount=LESS, given=AMOUNT, shown=AMOUNT)
LEFT: Final = (Receivable(left=NOTHING, netted=SET_OFF), Receivable(left=LESS, netted=SET_OFF))


def _ordered(asked: PaymentOrder, case: Any) -> tuple[PaymentOrdered, ...]:
    """Another award can change what is due of an award; not of a voucher, nor of what is paid once more."""
    is_owed = case.state.is_owed and not Subject.parse(asked.subject).top_up
    is_again = case.state.recovering or is_owed or case.stage is Stage.PAYMENT_RETURNED
    return ORDERED[:4] if is_again or case.state.voucher_left is not None else ORDERED


def _assessed(asked: Assessment, case: Any) -> tuple[Assessed, ...]:
    """What is paid by the year, or after an acceptance, has no amount yet when it is approved."""
    comes_later = isinstance(case, MultiYear | PostAcceptance) and asked.phase == "filing"
    return (Assessed(amount=None if comes_later else AMOUNT),)


ANSWERS: Final[dict[str, tuple[type[Frozen], Callable[[Any, Any], tuple[Frozen, ...]]]]] = {
    "assess_award": (Assessment, _assessed),
    "assess_redemption": (
        RedemptionRequest,
        lambda *_: (Redemption(amount=LESS, left=NOTHING), Redemption(amount=LESS, left=LESS)),
    ),
    "check_authenticity": (AuthenticityAsked, lambda *_: (Authenticity(),)),
    "check_beginning": (BeginningAsked, lambda *_: (Authenticity(),)),
    "change_stop": (StopChange, lambda *_: (StopChanged(), StopChanged(refusal=REFUSAL))),
    "draw_sample": (SampleDraw, lambda *_: (SampleDrawn(number=0), SampleDrawn(is_drawn=True, number=0))),
    "find_same_project": (ProjectFindingRequest, lambda *_: (ProjectFound(words="认定为同一项目。"),)),
    "issue_voucher": (VoucherRequest, lambda *_: ISSUED),
    "list_product": (ProductListing, lambda *_: DONE),
    "order_payment": (PaymentOrder, _ordered),
    "recall_signatures": (
        SignatureRecall,
        lambda asked, _: (
            Recalled(signers=asked.signers, note=""),
            Recalled(signers=(), note="会签继续有效。"),
        ),
    ),
    "reclaim": (Reclaim, lambda asked, _: (Reclaimed(act=asked.act, recovery="R1"),)),
    "record_repayment": (Repayment, lambda *_: LEFT),
    "release_voucher": (VoucherEnd, lambda *_: DONE),
    "reverse_recovery": (Reversal, lambda *_: (Reversed(owed=NOTHING), Reversed(owed=LESS))),
    "select_in_batch": (
        BatchRequest,
        lambda *_: (
            BatchResult(selected=True, rank=1, candidates=2),
            BatchResult(selected=False, rank=2, candidates=2),
        ),
    ),
    "return_paid": (BankReturn, lambda *_: (CAME_BACK,)),
    "settle_payment": (PaymentResult, lambda *_: DONE),
    "tell_receivable": (ReceivableAsked, lambda *_: LEFT),
    "top_up": (TopUpRequest, lambda *_: (TOPPED_UP, TOPPED_UP.model_copy(update={"is_stated": True}))),
    "urge": (Urging, lambda asked, _: (Urged(again_from=asked.at.date()),)),
}
"""Verb → its message, and its answers to the message in a case: first the one that the applicant hopes for."""


def standing(
    request: Request,
    stage: Stage,
    tasks: tuple[UserTask, ...],
    amount: Decimal | None,
    *,
    final: bool = False,
) -> Progress:
    """What the store answers to a step or a timer event: where the case stands, with the days of its terms."""
    return Progress(
        case_number=request.case_number,
        seq=request.seq,
        stage=stage,
        since=request.at,
        tasks=with_terms(tasks, request.at, CALENDAR),
        amount=amount,
        final=final,
        at=request.at,
    )
