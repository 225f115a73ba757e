"""Nothing is paid twice and nothing overspent: summed anew from the single entries, beside the payments."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

from adapters.store.audit.proof import (
    KeptPayment,
    VoucherLine,
    invoices_used_twice,
    kept_payments,
    last_awards,
    ledger_entries,
    selected_by_batch,
    voucher_lines,
)
from adapters.store.reach import Engine
from domain.ledger.accounts import HELD, Account, Movement
from domain.ledger.entries import Entry, Place
from domain.money import ZERO
from tools.chaos.journal import Journal
from tools.chaos.proof.findings import Findings, Wrong

POOL_LIMIT, UNIT_LIMIT, TESTING_LIMIT = Decimal(10_000_000), Decimal(1_000_000), Decimal(500_000)
"""第2条: a year's pool, and what a unit gets of it; 第10条: what a unit gets for testing a year."""

MODELS_A_YEAR = 3
"""第3条."""


def check_money(engine: Engine, journal: Journal, findings: Findings) -> None:
    """Sum up what was given and paid."""
    entries, payments = ledger_entries(engine), kept_payments(engine)
    vouchers = voucher_lines(engine)
    findings.add(Wrong.TWICE, *paid_twice(payments, entries, journal), *invoices_used_twice(engine))
    findings.add(
        Wrong.OVERSPENT, *_overdrawn(entries), *_above_caps(entries), *_above_vouchers(entries, vouchers)
    )
    findings.add(Wrong.OVERSPENT, *_above_awards(engine, payments, {each.case_number for each in vouchers}))
    findings.add(
        Wrong.OVERSPENT,
        *(
            f"{count} cases of {code} were selected in {year}"
            for (code, year), count in selected_by_batch(engine).items()
            if count > MODELS_A_YEAR
        ),
    )


def pools(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """Pool and year → what is left in it."""
    left = _sums(entries, lambda place: place.account is Account.POOL)
    return {place.holder: amount for place, amount in left.items()}


def paid_twice(payments: list[KeptPayment], entries: list[Entry], journal: Journal) -> list[str]:
    """Whatever was paid, ordered or confirmed more than once, or differs between payments and ledger."""
    live = Counter((each.case_number, each.subject) for each in payments if each.status != "returned")
    paid = Counter((each.case_number, each.subject) for each in entries if each.movement is Movement.PAID)
    confirmed = sum("/confirm" in each.request.path for each in journal.accepted)
    done = sum(each.status == "paid" for each in payments)
    found = [f"{case} {subject}: {count} payments" for (case, subject), count in live.items() if count > 1]
    found += [
        f"{case} {subject}: paid {count} times in the ledger"
        for (case, subject), count in paid.items()
        if count > 1
    ]
    if done != confirmed or done != sum(paid.values()):
        found.append(
            f"{done} payments are paid, {confirmed} were confirmed, the ledger has {sum(paid.values())}"
        )
    by_payment, by_ledger = _amounts(payments), _paid_amounts(entries)
    found += [
        f"{case}: {by_payment.get(case, ZERO)} paid, the ledger has {by_ledger.get(case, ZERO)}"
        for case in by_payment.keys() | by_ledger.keys()
        if by_payment.get(case, ZERO) != by_ledger.get(case, ZERO)
    ]
    return found


def _amounts(payments: list[KeptPayment]) -> dict[str, Decimal]:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for each in payments:
        if each.status == "paid":
            paid[each.case_number] += each.amount
    return paid


def _paid_amounts(entries: list[Entry]) -> dict[str, Decimal]:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for each in entries:
        if each.target.account is Account.PAID:
            paid[each.case_number] += each.amount
    return paid


def _sums(entries: Iterable[Entry], wanted: Callable[[Place], bool]) -> dict[Place, Decimal]:
    sums: dict[Place, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for place, amount in ((entry.source, -entry.amount), (entry.target, entry.amount)):
            if wanted(place):
                sums[place] += amount
    return sums


def _overdrawn(entries: list[Entry]) -> list[str]:
    """No place but the budget is ever below zero, at no moment."""
    found, sums = [], defaultdict[Place, Decimal](Decimal)
    for entry in entries:
        sums[entry.source] -= entry.amount
        sums[entry.target] += entry.amount
        if entry.source.account is not Account.BUDGET and sums[entry.source] < ZERO:
            found.append(f"{entry.source} is at {sums[entry.source]} after {entry.key}")
    return found


def _above_caps(entries: list[Entry]) -> list[str]:
    """The pool of each year, each unit's share of it, and each unit's cap on testing."""
    opened: dict[str, Decimal] = defaultdict(Decimal)
    shares: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    testing: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.movement is Movement.OPENED:
            opened[entry.target.holder] += entry.amount
        sign = (entry.source.account is Account.POOL) - (entry.target.account is Account.POOL)
        if entry.case_number:
            shares[entry.unit, entry.year] += sign * entry.amount
        if entry.code == "security_testing":
            gained = (entry.target.account in HELD) - (entry.source.account in HELD)
            testing[entry.unit, entry.year] += gained * entry.amount
    return [
        *(f"pool {pool} was opened with {amount}" for pool, amount in opened.items() if amount > POOL_LIMIT),
        *(
            f"{unit} has {taken} of the pool of {year}"
            for (unit, year), taken in shares.items()
            if taken > UNIT_LIMIT
        ),
        *(
            f"{unit} has {taken} for testing in {year}"
            for (unit, year), taken in testing.items()
            if taken > TESTING_LIMIT
        ),
    ]


def _above_vouchers(entries: list[Entry], vouchers: list[VoucherLine]) -> list[str]:
    """No voucher is redeemed beyond its face."""
    faces: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.movement is Movement.ISSUED:
            faces[entry.case_number] += entry.amount
    return [
        f"{each.case_number}: {each.redeemed} redeemed of a voucher over {faces[each.case_number]}"
        for each in vouchers
        if each.redeemed > faces[each.case_number]
    ]


def _above_awards(engine: Engine, payments: list[KeptPayment], vouchers: set[str]) -> list[str]:
    """No case is paid more than it was awarded."""
    awarded: dict[str, Decimal] = defaultdict(Decimal)
    for award in last_awards(engine):
        awarded[award.case_number] += award.amount
    return [
        f"{case}: {paid} paid, {awarded[case]} awarded"
        for case, paid in _amounts(payments).items()
        if case not in vouchers and paid > awarded[case]
    ]
