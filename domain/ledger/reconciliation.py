"""Whether ledger, cases, awards, payments and vouchers of a store agree; every difference by name.

Pure: the facts are given. What cases share is in ``shared_limits`` and ``unit_limits``, the rows themselves in ``soundness``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from domain.catalogue.registry import Catalogue
from domain.ledger.accounts import Account, Movement
from domain.ledger.differences import Difference, DifferenceKind, told
from domain.ledger.recorded import (
    Recorded,
    RecordedAward,
    RecordedCase,
    RecordedPayment,
    RecordedRedemption,
    RecordedVoucher,
)
from domain.ledger.shared_limits import pools, quotas
from domain.ledger.soundness import unsound_entries
from domain.ledger.standing import of_award
from domain.ledger.subjects import Subject
from domain.ledger.tally import Part, Tally
from domain.ledger.unit_limits import higher_of, unit_caps
from domain.money import ZERO

UNDER_WAY = (Account.RESERVED, Account.ISSUED, Account.PROMISED, Account.ORDERED, Account.RETURNED)
"""Where nothing may be left once a case has ended."""

VOUCHER_PHASES = frozenset({"voucher", "redemption"})
APPROVED = "approved"


def reconcile(recorded: Recorded, catalogue: Catalogue) -> tuple[Difference, ...]:
    """Compare everything that one moment had.

    Args:
        recorded: the facts of a store, read in one transaction.
        catalogue: every version of the policy, for limits and readings.

    Returns:
        The differences, those of one case together; empty when all agree.
    """
    books = _Books(recorded, catalogue)
    found = [
        *unsound_entries(recorded),
        *books.awards(),
        *books.payments(),
        *books.splits(),
        *books.vouchers(),
        *books.redemptions(),
        *books.recoveries(),
        *books.endings(),
        *books.files(),
        *pools(recorded, books.tally, catalogue),
        *unit_caps(recorded, books.tally, catalogue),
        *higher_of(recorded, books.tally, catalogue),
        *quotas(recorded, catalogue),
    ]
    return tuple(sorted(found, key=lambda each: (each.case_number, each.kind, each.what)))


class MoneyMoved(NamedTuple):
    """What happened to the payments of a part: 元 ordered, paid and returned in all."""

    ordered: Decimal = ZERO
    paid: Decimal = ZERO
    returned: Decimal = ZERO

    def __str__(self) -> str:
        """In words."""
        return f"下达 {told(self.ordered)}、到账 {told(self.paid)}、退票 {told(self.returned)}"


class _Books:
    """The facts by case, beside the sums of the ledger."""

    def __init__(self, recorded: Recorded, catalogue: Catalogue) -> None:
        self.recorded = recorded
        types = [subsidy for policy in catalogue.policies for subsidy in policy.types.values()]
        self.voucher_codes = frozenset(subsidy.code for subsidy in types if subsidy.voucher)
        self.tally = Tally(recorded.entries)
        self.vouchers_of = {voucher.case_number: voucher for voucher in recorded.vouchers}
        self.awards_of: defaultdict[str, list[RecordedAward]] = defaultdict(list)
        for award in recorded.awards:
            self.awards_of[award.case_number].append(award)
        self.reopened_at = {each.case_number: each.seq for each in recorded.reopenings}
        self.payments_of: defaultdict[Part, list[RecordedPayment]] = defaultdict(list)
        for payment in recorded.payments:
            self.payments_of[payment.case_number, payment.subject].append(payment)

    def awards(self) -> Iterator[Difference]:
        """What was awarded last, against what was promised; a voucher promises nothing before it is redeemed."""
        for case in self.recorded.cases:
            if case.code not in self.voucher_codes:
                latest = _latest(self.awards_of[case.number])
                for subject in sorted({*latest, *self.tally.parts.get(case.number, ())}):
                    yield from self._award(case, subject, latest.get(subject))

    def _award(self, case: RecordedCase, subject: str, award: RecordedAward | None) -> Iterator[Difference]:
        """What the budget gave for an award, whatever became of it.

        A case that has ended kept all of it or nothing; so did the ended proceeding of one that is reconsidered.
        """
        there = self.tally.net((case.number, subject), Account.BUDGET, Account.PROMISED)
        awarded = ZERO if award is None or award.amount is None else award.amount
        has_ended = case.final or (award is not None and award.seq < self.reopened_at.get(case.number, 0))
        if there != awarded and not (has_ended and not there):
            yield _difference(
                DifferenceKind.AWARD, (case.number, subject), "核定", told(there), told(awarded)
            )

    def payments(self) -> Iterator[Difference]:
        """Every payment against the entries; nothing is paid twice."""
        ordered = {
            (case.number, subject)
            for case in self.recorded.cases
            for subject in self.tally.parts.get(case.number, ())
        }
        for part in sorted({*ordered, *self.payments_of}):
            entered, kept = self._entered(part), _kept(self.payments_of.get(part, ()))
            if entered != kept:
                yield _difference(DifferenceKind.PAYMENT, part, "付款", str(entered), str(kept))
            yield from self._paid_twice(part)

    def _entered(self, part: Part) -> MoneyMoved:
        return MoneyMoved(
            ordered=self.tally.went(part, Account.PROMISED, Account.ORDERED)
            + self.tally.went(part, Account.RETURNED, Account.ORDERED),
            paid=self.tally.went(part, Account.ORDERED, Account.PAID)
            - self.tally.went(part, Account.PAID, Account.RETURNED),
            returned=self.tally.went(part, Account.ORDERED, Account.RETURNED)
            + self.tally.went(part, Account.PAID, Account.RETURNED),
        )

    def _paid_twice(self, part: Part) -> Iterator[Difference]:
        """A part is paid once, but for what the bank returned. What a reversed recovery gives back is a part of its own."""
        entered = self.tally.times(part, Movement.PAID, Account.ORDERED, Account.PAID)
        entered -= self.tally.times(part, Movement.RETURNED, Account.PAID, Account.RETURNED)
        kept = sum(payment.status == "paid" for payment in self.payments_of.get(part, ()))
        if max(entered, kept) > 1:
            yield _difference(DifferenceKind.PAID_TWICE, part, "到账笔数", f"{entered} 笔", f"{kept} 笔")

    def splits(self) -> Iterator[Difference]:
        """City and locality together pay the payment (附则(二))."""
        for payment in self.recorded.payments:
            split = payment.city_amount + payment.locality_amount
            if split != payment.amount:
                what = f"{payment.id} 市级与属地分担之和"
                part = (payment.case_number, "")
                yield _difference(DifferenceKind.SPLIT, part, what, told(payment.amount), told(split))

    def vouchers(self) -> Iterator[Difference]:
        """The face and the rest of a voucher against its status and its award."""
        for voucher in self.recorded.vouchers:
            number = voucher.case_number
            face = self.tally.went((number, ""), Account.RESERVED, Account.ISSUED)
            awarded = sum(
                (each.amount or ZERO for each in self.awards_of[number] if each.phase == "voucher"), ZERO
            )
            left = self.tally.of_case(number, Account.ISSUED)
            reserved = self.tally.of_case(number, Account.RESERVED)
            if face != awarded or reserved or not _fits(voucher, face, left):
                ledger = f"券面 {told(face)}、余额 {told(left)}、预留 {told(reserved)}"
                other = f"券面 {told(awarded)}、状态 {voucher.status}"
                yield _difference(
                    DifferenceKind.VOUCHER, (number, ""), f"{voucher.year}年算力券", ledger, other
                )

    def redemptions(self) -> Iterator[Difference]:
        """Every redemption against what was taken off the voucher for it."""
        kept = {(each.case_number, str(each.number)): each for each in self.recorded.redemptions}
        parts = {(number, subject) for number in self.vouchers_of for subject in self.tally.parts[number]}
        for part in sorted({*kept, *(part for part in parts if part[1])}):
            there, due = self.tally.net(part, Account.ISSUED, Account.PROMISED), _due(kept.get(part))
            if there != due:
                yield _difference(DifferenceKind.REDEMPTION, part, "兑付", told(there), told(due))

    def endings(self) -> Iterator[Difference]:
        """A case that has ended holds nothing that could still be spent."""
        for case in self.recorded.cases:
            left = [(account, self.tally.of_case(case.number, account)) for account in UNDER_WAY]
            if case.final and any(amount for _, amount in left):
                ledger = "、".join(f"{account.label} {told(amount)}" for account, amount in left if amount)
                yield _difference(DifferenceKind.ENDED, (case.number, ""), "未了资金", ledger, case.stage)

    def recoveries(self) -> Iterator[Difference]:
        """Every decision to recover against what was reclaimed under it."""
        for recovery in self.recorded.recoveries:
            part = recovery.case_number, recovery.number
            reclaimed = self.tally.reclaimed(part)
            if reclaimed != recovery.amount:
                ledger, other = told(reclaimed), told(recovery.amount)
                yield _difference(DifferenceKind.RECOVERY, part, "追回决定", ledger, other)

    def files(self) -> Iterator[Difference]:
        """The amount in the file is that of an award of the case, or of one of its parts, or what is owed again."""
        for case in self.recorded.cases:
            last = {(each.phase, each.subject): each.amount for each in self.awards_of[case.number]}
            known = [*last.values(), *_with_top_ups(last), *self._owed_again(case.number)] or [None]
            if case.amount not in known:
                other = "、".join(map(told, known))
                yield _difference(
                    DifferenceKind.FILE, (case.number, ""), "案件金额", told(case.amount), other
                )

    def _owed_again(self, case_number: str) -> Iterator[Decimal]:
        """What reversed recoveries gave back."""
        for subject in sorted(self.tally.parts.get(case_number, ())):
            owed = self.tally.owed_again((case_number, subject))
            if owed:
                yield owed


def _with_top_ups(last: Mapping[tuple[str, str], Decimal | None]) -> Iterator[Decimal]:
    """What a year, or the award of a case, comes to with what was topped up of it."""
    latest = {subject: amount or ZERO for (_, subject), amount in last.items()}
    for number in {Subject.read(subject).award for subject in latest if Subject.read(subject).top_up}:
        yield of_award(latest, number)


def _latest(awards: Iterable[RecordedAward]) -> dict[str, RecordedAward]:
    """Part → the award that was made last; figures that are not known yet promise nothing."""
    return {
        award.subject: award
        for award in awards
        if award.phase not in VOUCHER_PHASES and award.amount is not None
    }


def _kept(payments: Iterable[RecordedPayment]) -> MoneyMoved:
    """What payments say. What was set off is paid at once; the bank can only return what it was to move."""
    ordered = paid = returned = ZERO
    for payment in payments:
        ordered += payment.amount
        paid += payment.amount - payment.transfer
        if payment.status == "paid":
            paid += payment.transfer
        elif payment.status == "returned":
            returned += payment.transfer
    return MoneyMoved(ordered, paid, returned)


def _fits(voucher: RecordedVoucher, face: Decimal, left: Decimal) -> bool:
    """Whether a voucher of this status can have this face and this rest.

    One that is issued has something left, unless its unit's yearly cap gave it a face of zero.
    """
    if voucher.status == "issued":
        return ZERO < left <= face or not face
    if voucher.status == "used":
        return not left and face > ZERO
    return not left


def _due(redemption: RecordedRedemption | None) -> Decimal:
    return redemption.amount if redemption is not None and redemption.status == APPROVED else ZERO


def _difference(kind: DifferenceKind, part: Part, what: str, ledger: str, other: str) -> Difference:
    number, subject = part
    about = f"{what} #{subject}" if subject else what
    return Difference(kind=kind, case_number=number, what=about, ledger=ledger, other=other)
