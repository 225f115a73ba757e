"""Awards: every calculation is kept; the latest eligible one of a case, and of each instalment, counts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col, distinct, func, or_, select

from adapters.store.cases.file import FiledCase
from adapters.store.money.ledger import case_total
from adapters.store.money.parts import awards_of_part, held_by, standing_of
from adapters.store.money.projects import project_of
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.money import AwardRow
from adapters.store.writing import Session
from domain.calculator.award import Award as Calculated
from domain.calculator.award import SheetLine
from domain.case.acts.act import Facts
from domain.case.record.stages import WITHOUT_SUPPORT
from domain.frozen import Frozen
from domain.ledger.accounts import Account
from domain.ledger.subjects import Subject
from domain.money import ZERO

VOID_STAGES = tuple(stage.value for stage in WITHOUT_SUPPORT)
"""Stages of cases that ended without support."""


TOP_UP_PHASE: Final = "top_up"
"""The phase of an award that is what an earlier one was too little."""


class StandingAward(Frozen):
    """What another case holds, all instalments together.

    Attributes:
        amount: 元 that count against this case.
        paid: 元 that have arrived.
        before_higher_of: 元 that it would hold without 就高; None where that is the same.
        found: why it is the same project, where somebody found so; empty where the award bases are equal.
    """

    case_number: str
    code: str
    policy_version: str
    amount: Decimal
    paid: Decimal
    before_higher_of: Decimal | None = None
    found: str = ""


def add_award(
    session: Session,
    case: FiledCase,
    calculated: Calculated,
    seq: int,
    phase: str,
    subject: str,
    at: datetime,
    facts: Facts | None = None,
) -> None:
    """Keep a calculation whole, with the figures that it was made from."""
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
            policy_digest=calculated.policy_digest,
            amount=calculated.amount,
            before_higher_of=calculated.before_higher_of,
            eligible=calculated.eligible,
            award=calculated.model_dump(mode="json"),
            facts=dict(facts or {}),
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


def top_ups_of(session: Session, case_number: str) -> int:
    """How many differences of a case were decided to be paid."""
    rows = select(func.count(distinct(col(AwardRow.subject)))).select_from(AwardRow)
    of_case = rows.where(col(AwardRow.case_number) == case_number, col(AwardRow.phase) == TOP_UP_PHASE)
    return session.exec(of_case).one()


class ComputedAward(NamedTuple):
    """An award that counts: in which phase and when it was computed, and from which figures."""

    phase: str
    at: datetime
    award: Calculated
    facts: Facts


def latest_award(session: Session, case_number: str, subject: str) -> ComputedAward | None:
    """The award that counts for a case or one of its parts."""
    chosen = (
        select(AwardRow)
        .where(
            AwardRow.case_number == case_number, AwardRow.subject == subject, col(AwardRow.eligible).is_(True)
        )
        .order_by(col(AwardRow.id).desc())
    )
    return _computed(session.exec(chosen).first())


def last_part(
    session: Session, case_number: str, number: str, *, beside: str | None = None
) -> ComputedAward | None:
    """The award that was computed last for a year, or one of its differences, beside one of them."""
    rows = awards_of_part(session, case_number, number)
    return _computed(next((row for row in reversed(rows) if row.subject != beside), None))


def _computed(row: AwardRow | None) -> ComputedAward | None:
    return ComputedAward(row.phase, row.at, Calculated.model_validate(row.award), row.facts) if row else None


def awards_on_base(
    session: Session, case: FiledCase, accounts: Iterable[Account], *, across_units: bool = False
) -> list[StandingAward]:
    """What other cases hold in these accounts for the same project, in the order of their numbers.

    Args:
        session: the store.
        case: whose project it is.
        accounts: what counts.
        across_units: cases of all units meet on the base, beside what is one project in the unit.
    """
    project = project_of(session, case)
    of_unit: list[ColumnElement[bool]] = [col(CaseFile.number).in_(project)]
    everybody: list[ColumnElement[bool]] = [
        or_(col(CaseFile.award_base) == case.award_base, *of_unit),
        col(CaseFile.number) != case.number,
    ]
    return _standing(session, accounts, everybody if across_units else of_unit, project)


def awards_beside(
    session: Session, case: FiledCase, accounts: Iterable[Account], codes: Iterable[str]
) -> list[StandingAward]:
    """What other cases of the unit hold under these types and a base of the same year: all but the key is the same."""
    year, _, _ = case.award_base.rpartition(":")
    base = col(CaseFile.award_base)
    conditions = [
        base.startswith(f"{year}:", autoescape=True),
        base != case.award_base,
        col(CaseFile.code).in_(tuple(codes)),
        col(CaseFile.unit) == case.unit,
        col(CaseFile.number).not_in(project_of(session, case)),
    ]
    return _standing(session, accounts, conditions, {})


def _standing(
    session: Session,
    accounts: Iterable[Account],
    conditions: list[ColumnElement[bool]],
    project: Mapping[str, str],
) -> list[StandingAward]:
    listed = tuple(accounts)
    others = select(CaseFile.number, CaseFile.code, CaseFile.policy_version, CaseFile.stage).where(
        *conditions
    )
    found = [
        StandingAward(
            case_number=number,
            code=code,
            policy_version=version,
            amount=held_by(session, number, stage, listed),
            paid=case_total(session, number, Account.PAID),
            found=project.get(number, ""),
        )
        for number, code, version, stage in session.exec(others.order_by(col(CaseFile.number)))
    ]
    return [_with_standard(session, standing) for standing in found if standing.amount]


def own_instalments(
    session: Session, case: FiledCase, beside: Collection[str], accounts: Collection[Account]
) -> StandingAward:
    """What the case itself holds for its instalments beside some: instalments of one item are one item (附则(三)).

    What was topped up of an instalment, or is paid again for it, is no other one.
    """
    standing = standing_of(session, case.number)

    def of_others(held: Mapping[str, Decimal]) -> Decimal:
        others = (amount for part, amount in held.items() if Subject.parse(part).award not in beside)
        return sum(others, ZERO)

    return _with_standard(
        session,
        StandingAward(
            case_number=case.number,
            code=case.code,
            policy_version=case.policy_version,
            amount=of_others(standing.held_for_good(accounts)),
            paid=of_others(standing.held([Account.PAID])),
        ),
        beside=beside,
    )


def _with_standard(session: Session, standing: StandingAward, beside: Collection[str] = ()) -> StandingAward:
    """Where an award was cut by 就高, what it would have been; one that is held in part stands for that part."""
    chosen = select(AwardRow).where(
        AwardRow.case_number == standing.case_number,
        col(AwardRow.eligible).is_(True),
        AwardRow.phase != "redemption",
    )
    rows = session.exec(chosen.order_by(col(AwardRow.id)))
    latest = {row.subject: row for row in rows if Subject.parse(row.subject).award not in beside}
    awarded = sum((row.amount or ZERO for row in latest.values()), ZERO)
    before = sum((row.before_higher_of or row.amount or ZERO for row in latest.values()), ZERO)
    if standing.amount < awarded or before == awarded:
        return standing
    return standing.model_copy(update={"before_higher_of": before})
