"""A year of support, or the award of a case, with what was topped up of it and what is paid again (``domain/ledger/subjects.py``)."""

from collections.abc import Iterable
from decimal import Decimal

from sqlmodel import col, select

from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.money import AwardRow
from adapters.store.writing import Session
from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.ledger.accounts import Account
from domain.ledger.recorded import LedgerLine
from domain.ledger.standing import Standing, of_award
from domain.ledger.subjects import Subject
from domain.ledger.tally import RIGHTS
from domain.money import ZERO


class AwardedParts(Frozen):
    """What was awarded for a year with its differences: ``amount``, and what it would be without 就高."""

    amount: Decimal = ZERO
    standard: Decimal = ZERO


def standing_of(session: Session, case_number: str) -> Standing:
    """Where the money of a case is, and of which part."""
    columns = (getattr(LedgerEntry, name) for name in LedgerLine.model_fields)
    asked = select(*columns).where(LedgerEntry.case_number == case_number)
    rows = session.execute(asked.order_by(col(LedgerEntry.id))).mappings()
    return Standing(LedgerLine(**row) for row in rows)


def held_by(session: Session, case_number: str, stage: str, accounts: Iterable[Account]) -> Decimal:
    """What a case holds in these accounts, and what was promised of it for good, 元.

    While money is being recovered it still counts: the decision may be reversed, and then it is the case's again. What came
    back under an earlier decision does not.
    """
    standing = standing_of(session, case_number)
    held = sum(standing.held_for_good(tuple(accounts)).values(), ZERO)
    if stage != Stage.RECOVERY.value:
        return held
    return held + sum(standing.last_reclaimed().values(), ZERO)


def given_for(session: Session, case_number: str, number: str) -> Decimal:
    """What a year has, or had and was to give back: only a reversed recovery returns that, 元."""
    return of_award(standing_of(session, case_number).held(RIGHTS), number)


def awards_of_part(session: Session, case_number: str, number: str) -> list[AwardRow]:
    """The awards that count for a year and for the differences of it, in order."""
    asked = select(AwardRow).where(AwardRow.case_number == case_number, col(AwardRow.eligible).is_(True))
    rows = session.exec(asked.order_by(col(AwardRow.id)))
    return [row for row in rows if Subject.parse(row.subject).award == number]


def awarded_for(
    session: Session, case_number: str, number: str, *, beside: str | None = None
) -> AwardedParts:
    """The latest award of a year and of each difference of it, together; ``beside`` one of them."""
    rows = awards_of_part(session, case_number, number)
    latest = {row.subject: row for row in rows if row.subject != beside}
    amounts = {subject: row.amount or ZERO for subject, row in latest.items()}
    standards = (
        amounts[subject] if row.before_higher_of is None else row.before_higher_of
        for subject, row in latest.items()
    )
    return AwardedParts(amount=sum(amounts.values(), ZERO), standard=sum(standards, ZERO))
