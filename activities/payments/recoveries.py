"""Recovery (追回): money that was paid is to come back, comes back, or the decision is reversed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from temporalio import activity

from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase
from adapters.store.money.ledger import balance, case_total, post, subjects_with
from adapters.store.payments.recoveries import (
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
from domain.errors import FieldError, InvalidInput, Refusal, WrongStage
from domain.ledger.accounts import Account, Movement
from domain.money import ZERO, plain


class RecoveryRecords(Verbs):
    """The verbs of recovery. All of them hold the unit, since a payment of another case may be set off meanwhile."""

    @activity.defn(name="reclaim")
    def reclaim(self, request: Reclaim) -> Reclaimed:
        """Enter what is to come back: 已拨付 → 应追回. Done once for case and seq.

        Never more than was paid, and not while a payment is under way.
        """
        return self.once(
            "reclaim", request, Reclaimed, lambda writing, case: self._reclaim(writing, case, request)
        )

    @activity.defn(name="record_repayment")
    def record_repayment(self, repayment: Repayment) -> Receivable:
        """Enter what came back: 应追回 → 已追回, never more than is open. Done once for case and seq."""
        return self.once(
            "record_repayment",
            repayment,
            Receivable,
            lambda writing, case: self._repay(writing, case, repayment),
        )

    @activity.defn(name="tell_receivable")
    def tell_receivable(self, asked: ReceivableAsked) -> Receivable:
        """How much is still to come back, and what was set off so far."""

        def effect(writing: Session, case: FiledCase) -> Receivable:
            hold(writing, f"unit:{case.unit}")
            return _state(writing, recovery_of(writing, case.number, asked.recovery))

        return self.once("tell_receivable", asked, Receivable, effect)

    @activity.defn(name="reverse_recovery")
    def reverse_recovery(self, reversal: Reversal) -> Reversed:
        """Undo a decision. Done once for case and seq.

        What is open goes back: 应追回 → 已拨付. What came back already is owed to the unit: 已追回 → 已核定.
        """
        return self.once(
            "reverse_recovery",
            reversal,
            Reversed,
            lambda writing, case: self._reverse(writing, case, reversal),
        )

    def _reclaim(self, writing: Session, case: FiledCase, request: Reclaim) -> Reclaimed:
        hold(writing, f"unit:{case.unit}")
        paid = dict(sorted(subjects_with(writing, case.number, Account.PAID).items()))
        refusal = objection_to(request, sum(paid.values(), ZERO), _under_way(writing, case.number))
        if refusal is not None:
            return Reclaimed(act=request.act, refusal=refusal.facts)
        number = add_recovery(writing, request, case.unit)
        recovery = recovery_of(writing, case.number, number)
        for subject, share in _shares(paid, request.amount):
            post(
                writing,
                recovery.matter.moved(
                    Movement.RECLAIMED,
                    recovery.matter.place(Account.PAID, subject),
                    recovery.receivable,
                    share,
                    key=f"{case.number}/reclaim/{request.seq}/{subject}",
                    at=request.at,
                    subject=subject,
                    reason=request.reason,
                ),
            )
        return Reclaimed(act=request.act, recovery=number)

    @staticmethod
    def _repay(writing: Session, case: FiledCase, repayment: Repayment) -> Receivable:
        hold(writing, f"unit:{case.unit}")
        recovery = recovery_of(writing, case.number, repayment.recovery)
        left = balance(writing, recovery.receivable)
        refusal = _too_much(repayment.amount, left)
        if refusal is not None:
            return Receivable(refusal=refusal.facts)
        post(
            writing,
            recovery.matter.moved(
                Movement.RECOVERED,
                recovery.receivable,
                recovery.recovered,
                repayment.amount,
                key=f"{case.number}/record_repayment/{repayment.seq}",
                at=repayment.at,
                subject=recovery.number,
                reason=repayment.received_on.isoformat(),
            ),
        )
        return _state(writing, recovery)

    @staticmethod
    def _reverse(writing: Session, case: FiledCase, reversal: Reversal) -> Reversed:
        hold(writing, f"unit:{case.unit}")
        recovery = recovery_of(writing, case.number, reversal.recovery)
        matter, key = recovery.matter, f"{case.number}/reverse_recovery/{reversal.seq}"
        left, owed = balance(writing, recovery.receivable), balance(writing, recovery.recovered)
        for subject, share in _shares(reclaimed_from(writing, recovery), left):
            post(
                writing,
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
        if owed:
            post(
                writing,
                matter.moved(
                    Movement.REVERSED,
                    recovery.recovered,
                    matter.place(Account.PROMISED, recovery.number),
                    owed,
                    key=f"{key}/owed",
                    at=reversal.at,
                    subject=recovery.number,
                    reason=reversal.reason,
                ),
            )
        return Reversed(owed=owed)


def objection_to(request: Reclaim, paid: Decimal, under_way: Decimal) -> Refusal | None:
    """Why a decision to recover does not hold; None when it does.

    Args:
        request: the decision.
        paid: 元 that have arrived and were not reclaimed yet.
        under_way: 元 that are ordered, or were returned by the bank.
    """
    if not paid:
        return WrongStage("本案没有已拨付的资金，不能追回。", remedy="尚未拨付的，可以停止拨付或终止办理。")
    if under_way:
        return WrongStage("有一笔资金正在拨付，不能追回。", remedy="请等待本次拨付完成后再作决定。")
    found = [FieldError(path=path, message=message) for path, message in _gaps(request, paid)]
    return (
        InvalidInput("追回决定需要更正。", remedy="请更正后重新提交。", fields=tuple(found))
        if found
        else None
    )


def _gaps(request: Reclaim, paid: Decimal) -> Iterator[tuple[str, str]]:
    if not ZERO < request.amount <= paid:
        yield "amount", f"须大于 0，且不超过已拨付的 {plain(paid)} 元"
    for name in ("reason", "clause", "document_number"):
        if not getattr(request, name).strip():
            yield name, "为必填项"


def _under_way(writing: Session, case_number: str) -> Decimal:
    return case_total(writing, case_number, Account.ORDERED, Account.RETURNED)


def _too_much(amount: Decimal, left: Decimal) -> Refusal | None:
    if ZERO < amount <= left:
        return None
    field = FieldError(path="amount", message=f"须大于 0，且不超过尚未退回的 {plain(left)} 元")
    return InvalidInput("退回金额需要更正。", remedy="请核对到账金额。", fields=(field,))


def _shares(held: Mapping[str, Decimal], amount: Decimal) -> Iterator[tuple[str, Decimal]]:
    """Take an amount from what is held for each subject, the latest first."""
    for subject, most in reversed(list(held.items())):
        share = min(most, amount)
        amount -= share
        if share:
            yield subject, share


def _state(writing: Session, recovery: KeptRecovery) -> Receivable:
    left = balance(writing, recovery.receivable)
    return Receivable(left=left, netted=nettings_of(writing, recovery))
