"""What counts once (一次性, 首次): milestones, test reports, vouchers for settling, and what a year's cap has given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, select

from adapters.store.cases.file import FiledCase
from adapters.store.money.awards import StandingAward
from adapters.store.money.ledger import case_moved, case_total
from adapters.store.money.parts import held_by
from adapters.store.money.vouchers import EXPIRED
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.money import AwardRow
from adapters.store.tables.quota import UsedReport, VoucherRow
from adapters.store.writing import Session
from domain.calculator.award import Award, PriorMilestone
from domain.calculator.caps import held_by_year
from domain.ledger.accounts import HELD, Account, Movement
from domain.money import ZERO


def milestones_of(
    session: Session, case: FiledCase, accounts: Iterable[Account]
) -> tuple[PriorMilestone, ...]:
    """The milestones that other cases of the unit have taken up, in any year."""
    return tuple(
        PriorMilestone(
            case_number=number,
            threshold=threshold,
            is_same_year=session.get_one(CaseFile, number).award_base == case.award_base,
        )
        for number in _holding(session, _others(case), accounts)
        for threshold in _latest(session, number).milestones
    )


def tested_by_year(session: Session, case: FiledCase) -> dict[int, Decimal]:
    """What other cases of the unit hold for testing, by the year whose cap it takes from."""
    found: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for number, held in _holding(session, _others(case), HELD).items():
        for year, amount in held_by_year(held, _latest(session, number).by_year).items():
            found[year] += amount
    return dict(found)


def tested_by_units(session: Session, code: str, year: int, unit: str | None) -> dict[str, Decimal]:
    """Unit → what its cases hold for testing of one year's cap."""
    asked = [col(CaseFile.code) == code, *([col(CaseFile.unit) == unit] if unit is not None else ())]
    units = dict(session.exec(select(CaseFile.number, CaseFile.unit).where(*asked)).all())
    found: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for number, held in _holding(session, asked, HELD).items():
        found[units[number]] += held_by_year(held, _latest(session, number).by_year).get(year, ZERO)
    return {holder: amount for holder, amount in sorted(found.items()) if amount}


def given_for_life(session: Session, case: FiledCase, accounts: Iterable[Account]) -> list[StandingAward]:
    """What the unit was given under a type that gives once: held by another case, or a voucher that ran out unused.

    Found whatever the base says, for the unit may have taken over another one.
    """
    chosen = (
        select(CaseFile.number, CaseFile.code, CaseFile.policy_version, VoucherRow.status)
        .outerjoin(VoucherRow, col(VoucherRow.case_number) == CaseFile.number)
        .where(*_others(case))
        .order_by(col(CaseFile.number))
    )
    listed, found = tuple(accounts), []
    for number, code, version, status in session.exec(chosen):
        ran_out = case_moved(session, number, Movement.ISSUED) if status == EXPIRED else ZERO
        amount = _held(session, number, listed) or ran_out
        paid = case_total(session, number, Account.PAID)
        standing = StandingAward(
            case_number=number, code=code, policy_version=version, amount=amount, paid=paid
        )
        found += [standing] if amount else []
    return found


def used_reports(session: Session, case: FiledCase, reports: Iterable[str]) -> dict[str, str]:
    """Those of the reports that another case counts, of whatever unit, as long as it holds money: report → case."""
    asked = select(UsedReport).where(
        col(UsedReport.report).in_(tuple(reports)), UsedReport.case_number != case.number
    )
    rows = session.exec(asked).all()
    return {row.report: row.case_number for row in rows if _held(session, row.case_number, HELD)}


def keep_reports(session: Session, case_number: str, reports: Iterable[str]) -> None:
    """Note which reports a case counts; no other case can count one of them as long as it holds money."""
    listed = tuple(reports)
    of_this = col(UsedReport.case_number) == case_number
    session.exec(delete(UsedReport).where(of_this | col(UsedReport.report).in_(listed)))
    session.add_all(UsedReport(report=report, case_number=case_number) for report in listed)
    session.flush()


def year_of(session: Session, number: str, fact: str) -> int | None:
    """The year that a case is about, as it was verified."""
    row = session.get_one(CaseFile, number)
    value = {**row.declared_facts, **(row.verified_facts or {})}.get(fact)
    return value if isinstance(value, int) else None


def _others(case: FiledCase) -> list[ColumnElement[bool]]:
    """The other cases of the unit for the same type."""
    return [
        col(CaseFile.unit) == case.unit,
        col(CaseFile.code) == case.code,
        col(CaseFile.number) != case.number,
    ]


def _holding(
    session: Session, conditions: Iterable[ColumnElement[bool]], accounts: Iterable[Account]
) -> Mapping[str, Decimal]:
    """Case → what it holds, of those that hold anything, in the order of their numbers."""
    listed = tuple(accounts)
    numbers = session.exec(select(CaseFile.number).where(*conditions).order_by(col(CaseFile.number))).all()
    found = {number: _held(session, number, listed) for number in numbers}
    return {number: held for number, held in found.items() if held}


def _held(session: Session, number: str, accounts: Iterable[Account]) -> Decimal:
    stage = session.exec(select(CaseFile.stage).where(CaseFile.number == number)).one()
    return held_by(session, number, stage, accounts)


def _latest(session: Session, number: str) -> Award:
    """The award of a case that counts; an empty one where there is none."""
    chosen = (
        select(AwardRow.award)
        .where(AwardRow.case_number == number, col(AwardRow.eligible).is_(True))
        .order_by(col(AwardRow.id).desc())
    )
    content = session.exec(chosen).first()
    return Award.model_validate(content) if content else Award(eligible=False, amount=None, policy_version="")
