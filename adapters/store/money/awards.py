"""Awards: every calculation is kept; the latest eligible one of a case, and of each instalment, counts."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlmodel import col, select

from adapters.store.cases.file import FiledCase
from adapters.store.money.ledger import case_total, total
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.money import AwardRow
from adapters.store.writing import Session
from domain.calculator.award import Award as Calculated
from domain.calculator.award import SheetLine
from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.ledger.accounts import HELD, Account
from domain.money import ZERO

VOID_STAGES = tuple(
    stage.value for stage in (Stage.NOT_ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN, Stage.RECOVERED)
)
"""Stages of cases that ended without support."""


class StandingAward(Frozen):
    """What another case holds, all instalments together.

    Attributes:
        amount: 元 that count against this case.
        paid: 元 that have arrived.
        before_higher_of: 元 that it would hold without 就高; None where that is the same.
    """

    case_number: str
    code: str
    policy_version: str
    amount: Decimal
    paid: Decimal
    before_higher_of: Decimal | None = None


def add_award(
    session: Session,
    case: FiledCase,
    calculated: Calculated,
    seq: int,
    phase: str,
    subject: str,
    at: datetime,
) -> None:
    """Keep a calculation whole."""
    session.add(
        AwardRow(
            case_number=case.number,
            seq=seq,
            phase=phase,
            subject=subject,
            unit=case.unit,
            year=case.fiscal_year,
            award_base=case.award_base,
            code=case.code,
            amount=calculated.amount,
            before_higher_of=calculated.before_higher_of,
            eligible=calculated.eligible,
            award=calculated.model_dump(mode="json"),
            at=at,
        )
    )


def latest_sheet(session: Session, case_number: str) -> tuple[SheetLine, ...]:
    """The calculation sheet of the latest award of a case; empty when there is none."""
    chosen = (
        select(AwardRow)
        .where(AwardRow.case_number == case_number, col(AwardRow.eligible).is_(True))
        .order_by(col(AwardRow.id).desc())
    )
    row = session.exec(chosen).first()
    return Calculated.model_validate(row.award).lines if row else ()


def latest_award(session: Session, case_number: str, subject: str) -> tuple[str, datetime, Calculated] | None:
    """The phase, the instant and the content of the award that counts for a case or one of its instalments."""
    chosen = (
        select(AwardRow)
        .where(
            AwardRow.case_number == case_number, AwardRow.subject == subject, col(AwardRow.eligible).is_(True)
        )
        .order_by(col(AwardRow.id).desc())
    )
    row = session.exec(chosen).first()
    return (row.phase, row.at, Calculated.model_validate(row.award)) if row else None


def awards_on_base(session: Session, case: FiledCase, accounts: Iterable[Account]) -> list[StandingAward]:
    """What other cases of the unit hold in these accounts on the same base, in the order of their numbers.

    While money is being recovered it still counts: the decision may be reversed, and then it is the case's again.
    """
    others = select(CaseFile.number, CaseFile.code, CaseFile.policy_version, CaseFile.stage).where(
        CaseFile.unit == case.unit, CaseFile.award_base == case.award_base, CaseFile.number != case.number
    )
    found = [
        StandingAward(
            case_number=number,
            code=code,
            policy_version=version,
            amount=case_total(session, number, *accounts, *_in_recovery(stage)),
            paid=case_total(session, number, Account.PAID),
        )
        for number, code, version, stage in session.exec(others.order_by(col(CaseFile.number)))
    ]
    return [_with_standard(session, standing) for standing in found if standing.amount]


def _in_recovery(stage: str) -> tuple[Account, ...]:
    return (Account.RECEIVABLE, Account.RECOVERED) if stage == Stage.RECOVERY.value else ()


def own_instalments(
    session: Session, case: FiledCase, subject: str, accounts: Iterable[Account]
) -> StandingAward:
    """What the case itself holds for its other instalments: instalments of one item are one item (附则(三))."""
    others = (col(LedgerEntry.case_number) == case.number, col(LedgerEntry.subject) != subject)
    return _with_standard(
        session,
        StandingAward(
            case_number=case.number,
            code=case.code,
            policy_version=case.policy_version,
            amount=total(session, accounts, *others),
            paid=total(session, [Account.PAID], *others),
        ),
        beside=subject,
    )


def held_of_year(session: Session, case: FiledCase) -> Decimal:
    """What other cases of the unit hold for the same type in the same year, 元; as in ``awards_on_base``."""
    others = (
        col(LedgerEntry.unit) == case.unit,
        col(LedgerEntry.code) == case.code,
        col(LedgerEntry.year) == case.fiscal_year,
        col(LedgerEntry.case_number) != case.number,
    )
    recovering = select(CaseFile.number).where(CaseFile.stage == Stage.RECOVERY.value)
    in_recovery = (*others, col(LedgerEntry.case_number).in_(recovering))
    return total(session, HELD, *others) + total(session, _in_recovery(Stage.RECOVERY.value), *in_recovery)


def _with_standard(session: Session, standing: StandingAward, beside: str | None = None) -> StandingAward:
    """Where an award was cut by 就高, what it would have been; one that is held in part stands for that part."""
    chosen = (
        select(AwardRow)
        .where(
            AwardRow.case_number == standing.case_number,
            col(AwardRow.eligible).is_(True),
            AwardRow.phase != "redemption",
        )
        .order_by(col(AwardRow.id))
    )
    latest = {row.subject: row for row in session.exec(chosen) if row.subject != beside}
    awarded = sum((row.amount or ZERO for row in latest.values()), ZERO)
    before = sum((row.before_higher_of or row.amount or ZERO for row in latest.values()), ZERO)
    if standing.amount < awarded or before == awarded:
        return standing
    return standing.model_copy(update={"before_higher_of": before})
