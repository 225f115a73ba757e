"""Recovery (追回): money that was paid is to come back, comes back, or the decision is reversed.

All of these verbs hold the unit, since a payment of another case may be set off meanwhile.
"""

from decimal import Decimal

from activities.office import CaseOffice
from activities.payments.reversals import due_again
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, other_open_cases
from adapters.store.money.ledger import balance, case_total, post, subjects_with
from adapters.store.money.priors import hold_priors
from adapters.store.payments.recoveries import (
    NETTING,
    KeptRecovery,
    add_recovery,
    nettings_of,
    reclaimed_from,
    recovery_of,
)
from adapters.store.writing import Session, hold
from domain.case.record.money_steps import (
    Receivable,
    ReceivableAsked,
    Reclaim,
    Reclaimed,
    Repayment,
    Reversal,
    Reversed,
)
from domain.case.record.stages import ENDED
from domain.case.recoverable import against_recovery, wrong_amount
from domain.case.verbs import RECLAIM, RECORD_REPAYMENT, REVERSE_RECOVERY, TELL_RECEIVABLE
from domain.errors import FieldError, InvalidInput, Refusal, WrongStage
from domain.ledger.accounts import Account, Movement
from domain.ledger.standing import shares
from domain.ledger.subjects import Subject
from domain.money import ZERO, plain


@verb(RECLAIM)
def reclaim(_office: CaseOffice, session: Session, case: FiledCase, request: Reclaim) -> Reclaimed:
    """Enter what is to come back: 已拨付 → 应追回. Never more than was paid, and not while a payment is under way."""
    hold(session, f"unit:{case.unit}")
    held = subjects_with(session, case.number, Account.PAID)
    paid = {subject: held[subject] for subject in sorted(held, key=Subject.parse)}
    refusal = objection_to(request, sum(paid.values(), ZERO), _under_way(session, case.number))
    refusal = refusal or _nothing_to_net(session, case, request)
    if refusal is not None:
        return Reclaimed(act=request.act, refusal=refusal.facts)
    number = add_recovery(session, request, case.unit)
    recovery = recovery_of(session, case.number, number)
    for subject, share in shares(reversed(paid.items()), request.amount).items():
        post(
            session,
            recovery.matter.moved(
                Movement.RECLAIMED,
                recovery.matter.place(Account.PAID, subject),
                recovery.receivable,
                share,
                key=f"{request.key(RECLAIM.name)}/{subject}",
                at=request.at,
                subject=subject,
                reason=request.reason,
            ),
        )
    return Reclaimed(act=request.act, recovery=number)


@verb(RECORD_REPAYMENT)
def record_repayment(
    _office: CaseOffice, session: Session, case: FiledCase, repayment: Repayment
) -> Receivable:
    """Enter what came back: 应追回 → 已追回, never more than is open."""
    hold(session, f"unit:{case.unit}")
    recovery = recovery_of(session, case.number, repayment.recovery)
    refusal = _too_much(repayment.amount, balance(session, recovery.receivable))
    if refusal is not None:
        return Receivable(refusal=refusal.facts)
    post(
        session,
        recovery.matter.moved(
            Movement.RECOVERED,
            recovery.receivable,
            recovery.recovered,
            repayment.amount,
            key=repayment.key(RECORD_REPAYMENT.name),
            at=repayment.at,
            subject=recovery.number,
            reason=repayment.received_on.isoformat(),
        ),
    )
    return _state(session, recovery)


@verb(TELL_RECEIVABLE)
def tell_receivable(
    _office: CaseOffice, session: Session, case: FiledCase, asked: ReceivableAsked
) -> Receivable:
    """How much is still to come back, and what was set off so far."""
    hold(session, f"unit:{case.unit}")
    return _state(session, recovery_of(session, case.number, asked.recovery))


@verb(REVERSE_RECOVERY)
def reverse_recovery(office: CaseOffice, session: Session, case: FiledCase, reversal: Reversal) -> Reversed:
    """Undo a decision.

    What is open goes back: 应追回 → 已拨付. What came back already is owed to the unit: 已追回 → 已核定, as far as it is still due
    beside what others were given for the same project meanwhile, each year by an entry of its own; the rest stays where it came back to.
    """
    hold_priors(session, office.subsidy_of(case), case)
    recovery = recovery_of(session, case.number, reversal.recovery)
    matter, key = recovery.matter, reversal.key(REVERSE_RECOVERY.name)
    left, reclaimed = balance(session, recovery.receivable), reclaimed_from(session, recovery)
    for subject, share in shares(reversed(reclaimed.items()), left).items():
        post(
            session,
            matter.moved(
                Movement.REVERSED,
                recovery.receivable,
                matter.place(Account.PAID, subject),
                share,
                key=f"{key}/{subject}",
                at=reversal.at,
                subject=subject,
                reason=reversal.reason,
            ),
        )
    owed, why = due_again(office, session, case, recovery, reversal)
    for subject, share in owed.items():
        post(
            session,
            matter.moved(
                Movement.REVERSED,
                recovery.recovered,
                matter.place(Account.PROMISED, recovery.number),
                share,
                key=f"{key}/owed/{subject}",
                at=reversal.at,
                subject=subject,
                reason=reversal.reason,
            ),
        )
    return Reversed(owed=sum(owed.values(), ZERO), why=why)


def objection_to(request: Reclaim, paid: Decimal, under_way: Decimal) -> Refusal | None:
    """Why a decision to recover does not hold; None when it does.

    Args:
        request: the decision.
        paid: 元 that have arrived and were not reclaimed yet.
        under_way: 元 that are ordered, or were returned by the bank.
    """
    found = (*against_recovery(is_recovering=False, has_paid=bool(paid), is_paying=bool(under_way)),)
    if found:
        return Refusal.together(found)
    wrong = wrong_amount(request.amount, paid)
    return InvalidInput("追回决定需要更正。", remedy="请更正后重新提交。", fields=wrong) if wrong else None


def _nothing_to_net(session: Session, case: FiledCase, request: Reclaim) -> Refusal | None:
    """A case that goes on pays nothing before its recovery is over: what is set off comes from another case of the unit."""
    if request.means != NETTING or case.stage in ENDED or other_open_cases(session, case.number, case.unit):
        return None
    return WrongStage(
        "本次不能以抵扣方式追回。",
        why="本案在追回办结前不再拨付，本单位也没有其他在办案件可供抵扣。",
        remedy="请改为退回方式（means=repayment）重新提交。",
    )


def _under_way(session: Session, case_number: str) -> Decimal:
    return case_total(session, case_number, Account.ORDERED, Account.RETURNED)


def _too_much(amount: Decimal, left: Decimal) -> Refusal | None:
    if ZERO < amount <= left:
        return None
    field = FieldError(path="amount", message=f"须大于 0，且不超过尚未退回的 {plain(left)} 元")
    return InvalidInput("退回金额需要更正。", remedy="请核对到账金额。", fields=(field,))


def _state(session: Session, recovery: KeptRecovery) -> Receivable:
    left = balance(session, recovery.receivable)
    return Receivable(left=left, netted=nettings_of(session, recovery))
