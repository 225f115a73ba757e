"""Awards: every calculation is kept; the latest eligible one of a case, and of each instalment, counts."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select

from adapters.store.case_keeping import FiledCase
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.money import Award, Payment
from adapters.store.writing import Session
from domain.calculator.award import Award as Calculated
from domain.calculator.award import SheetLine
from domain.case.stages import Stage
from domain.frozen import Frozen
from domain.money import ZERO

VOID_STAGES = (Stage.NOT_ACCEPTED.value, Stage.RECOVERED.value)
"""Stages of cases whose awards no longer count at all; of other ended cases only what was paid counts."""


class StandingAward(Frozen):
    """What another case was awarded, all instalments together."""

    case_number: str
    code: str
    policy_version: str
    amount: Decimal
    paid: Decimal
    before_higher_of: Decimal | None


def add_award(
    writing: Session,
    case: FiledCase,
    calculated: Calculated,
    seq: int,
    phase: str,
    subject: str,
    at: datetime,
) -> None:
    """Keep a calculation whole."""
    writing.add(
        Award(
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


def latest_sheet(writing: Session, case_number: str) -> tuple[SheetLine, ...]:
    """The calculation sheet of the latest award of a case; empty when there is none."""
    chosen = (
        select(Award)
        .where(Award.case_number == case_number, col(Award.eligible).is_(True))
        .order_by(col(Award.id).desc())
    )
    row = writing.exec(chosen).first()
    return Calculated.model_validate(row.award).lines if row else ()


def awards_on_base(writing: Session, case: FiledCase) -> list[StandingAward]:
    """What other cases of the unit were awarded on the same base."""
    return _standing(writing, case, col(Award.award_base) == case.award_base)


def awards_of_year(writing: Session, case: FiledCase) -> list[StandingAward]:
    """What other cases of the unit were awarded for the same type in the same year."""
    same = and_(col(Award.code) == case.code, col(Award.year) == case.fiscal_year)
    return _standing(writing, case, same)


def _standing(writing: Session, case: FiledCase, condition: ColumnElement[bool]) -> list[StandingAward]:
    chosen = (
        select(Award, CaseFile.policy_version, CaseFile.final)
        .join(CaseFile, col(CaseFile.number) == Award.case_number)
        .where(
            Award.unit == case.unit,
            Award.case_number != case.number,
            col(Award.eligible).is_(True),
            col(CaseFile.stage).not_in(VOID_STAGES),
            condition,
        )
        .order_by(col(Award.id))
    )
    latest: dict[str, dict[str, Award]] = defaultdict(dict)
    standing: dict[str, tuple[str, bool]] = {}
    for row, version, final in writing.exec(chosen):
        latest[row.case_number][row.subject] = row
        standing[row.case_number] = version, final
    found = [_summed(writing, list(rows.values()), *standing[number]) for number, rows in latest.items()]
    return [award for award in found if award.amount]


def _summed(writing: Session, rows: list[Award], version: str, final: bool) -> StandingAward:
    """Instalments of one item are one item. A case that ended before its money was paid holds what was paid."""
    first = rows[0]
    amount = sum((row.amount or ZERO for row in rows), ZERO)
    before = sum((row.before_higher_of or row.amount or ZERO for row in rows), ZERO)
    paid = _paid(writing, first.case_number)
    if final and paid < amount:
        amount = before = paid
    return StandingAward(
        case_number=first.case_number,
        code=first.code,
        policy_version=version,
        amount=amount,
        paid=paid,
        before_higher_of=before,
    )


def _paid(writing: Session, case_number: str) -> Decimal:
    paid = select(col(Payment.amount)).where(Payment.case_number == case_number, Payment.status == "paid")
    return sum(writing.exec(paid), ZERO)
