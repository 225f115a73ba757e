"""What a verb enters into the ledger for its case."""

from datetime import datetime
from decimal import Decimal

from adapters.store.cases.file import FiledCase
from adapters.store.money.ledger import balance, post, subjects_with
from adapters.store.writing import Session
from domain.catalogue.schema import Policy
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Posting, budget_of
from domain.ledger.pool import Pool
from domain.money import ZERO

VOUCHER_POOL = "voucher"


def matter_of(policy: Policy, case: FiledCase, year: int | None = None) -> Posting:
    """What all entries of a case bear; the year is the fiscal year unless a pool's year is meant."""
    return Posting(
        case_number=case.number,
        code=case.code,
        unit=case.unit,
        year=case.fiscal_year if year is None else year,
        clause=policy.type(case.code).clause,
        policy_version=policy.version,
    )


def pool_of(policy: Policy, code: str, year: int) -> Pool:
    """The voucher pool of a year under the policy of a case (第2条).

    Raises:
        ValueError: the type is no voucher.
    """
    voucher, subsidy = policy.type(code).voucher, policy.type(code)
    if voucher is None:
        raise ValueError(f"{code} has no pool")
    return Pool(
        code=VOUCHER_POOL,
        year=year,
        limit=voucher.pool_per_year,
        clause=subsidy.clause,
        policy_version=policy.version,
    )


def promise(session: Session, matter: Posting, subject: str, amount: Decimal, key: str, at: datetime) -> None:
    """Make the promise of a case, or of an instalment, exactly this much: more is promised, or some released."""
    promised, budget = matter.place(Account.PROMISED, subject), budget_of(matter.year)
    change = amount - balance(session, promised)
    if change > ZERO:
        post(
            session,
            matter.moved(Movement.PROMISED, budget, promised, change, key=key, at=at, subject=subject),
        )
    elif change < ZERO:
        post(
            session,
            matter.moved(Movement.RELEASED, promised, budget, -change, key=key, at=at, subject=subject),
        )


def release_promises(session: Session, matter: Posting, key: str, at: datetime, reason: str) -> None:
    """The case has ended: what was promised and never ordered is free again."""
    for subject in subjects_with(session, matter.case_number, Account.PROMISED):
        promised, budget = matter.place(Account.PROMISED, subject), budget_of(matter.year)
        post(
            session,
            matter.moved(
                Movement.RELEASED,
                promised,
                budget,
                balance(session, promised),
                key=f"{key}/{subject}",
                at=at,
                subject=subject,
                reason=reason,
            ),
        )


def undo_redemption(session: Session, matter: Posting, subject: str, key: str, at: datetime) -> None:
    """Put the money of a redemption that was not ordered back on the voucher."""
    source, target = matter.place(Account.PROMISED, subject), matter.place(Account.ISSUED)
    promised = balance(session, source)
    if promised:
        post(
            session,
            matter.moved(Movement.RELEASED, source, target, promised, key=key, at=at, subject=subject),
        )
