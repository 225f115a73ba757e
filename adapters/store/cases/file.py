"""The file of a case as the activities see it: loaded and held for one transaction, changed field by field."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select, update

from adapters.store.tables.account import UnitDivisionRow
from adapters.store.tables.case_file import CaseFile
from adapters.store.writing import Session
from domain.case.acts.act import Facts
from domain.case.identifiers import legal_person
from domain.case.user_tasks import UserTask
from domain.errors import NotFound
from domain.frozen import Frozen
from domain.money import wire_text
from domain.other_funding.declared import Declaration, declared_in
from domain.other_funding.judgement import JudgedFunding, last_of


class FiledCase(Frozen):
    """What is kept of a case; the columns of ``case_file`` of the same names."""

    number: str
    code: str
    measure_number: str
    policy_version: str
    policy_digest: str = ""
    unit: str
    unit_name: str
    unit_since: int = 0
    award_base: str
    award_base_key: str = ""
    contact_email: str
    declared_facts: Facts
    verified_facts: Facts | None
    other_funding: list[Any]
    later_funding: dict[str, list[Any]] = {}
    funding_judgements: tuple[JudgedFunding, ...] = ()
    readings: dict[str, str]
    reading_documents: dict[str, str] = {}
    fiscal_year: int
    filed_on: date
    complete_at: datetime | None
    expert_score: int | None
    stage: str
    since: datetime
    amount: Decimal | None
    overdue: bool
    seq: int = 0
    final: bool = False
    progress: dict[str, Any] | None = None

    @property
    def clocks(self) -> tuple[UserTask, ...]:
        """The clocks of the case as a whole, as they stand in its file."""
        return tuple(UserTask.model_validate(clock) for clock in (self.progress or {}).get("clocks", ()))

    @property
    def facts(self) -> Facts:
        """Declared figures, replaced by verified ones."""
        return {**self.declared_facts, **(self.verified_facts or {})}

    @property
    def deducted(self) -> str:
        """What is taken off the award for money of other policies, 元; empty for nothing."""
        judged = last_of(self.funding_judgements, "")
        return wire_text(judged.judgement.amount) if judged and judged.judgement.amount else ""

    def declared_funding(self, subject: str = "") -> Declaration:
        """Money of other policies as declared with the application, or for a year of support or a redemption."""
        return declared_in(self.later_funding.get(subject, ()) if subject else self.other_funding)


def load_case(session: Session, number: str) -> FiledCase:
    """Load a case and hold it until the transaction ends.

    Raises:
        NotFound: No such case.
    """
    row = session.exec(
        select(CaseFile).where(CaseFile.number == number).with_for_update(key_share=True)
    ).first()
    if row is None:
        raise NotFound(f"没有编号为“{number}”的案件。", remedy="请核对案件编号。")
    return filed_case(row)


def cases_in_stage(session: Session, code: str, stage: str, before: datetime) -> list[FiledCase]:
    """The cases of a type that were complete, and had entered the stage in which they stand, before an instant."""
    chosen = select(CaseFile).where(
        CaseFile.code == code,
        CaseFile.stage == stage,
        col(CaseFile.complete_at) < before,
        col(CaseFile.since) < before,
    )
    return [filed_case(row) for row in session.exec(chosen)]


def other_open_cases(session: Session, number: str, unit: str) -> list[str]:
    """The numbers of a unit's cases that are under way, but for this one."""
    chosen = select(CaseFile.number).where(
        _reached_by(unit), CaseFile.number != number, col(CaseFile.final).is_(False), CaseFile.seq > 0
    )
    return list(session.exec(chosen.order_by(CaseFile.number)))


def cases_of(session: Session, unit: str) -> list[str]:
    """The numbers of all cases of a unit, those that it took over as well, and those that passed from it by division."""
    return list(session.exec(select(CaseFile.number).where(_reached_by(unit))))


def _reached_by(unit: str) -> ColumnElement[bool]:
    """Cases that a stop of the unit may stand against."""
    divided = select(UnitDivisionRow.case_number).where(UnitDivisionRow.unit == legal_person(unit))
    return or_(col(CaseFile.unit) == unit, col(CaseFile.number).in_(divided))


def change_case(session: Session, number: str, **changes: Any) -> None:
    """Change some fields of a case."""
    session.exec(update(CaseFile).where(col(CaseFile.number) == number).values(**changes))


def filed_case(row: CaseFile) -> FiledCase:
    """The file as the activities see it."""
    return FiledCase.model_validate({name: getattr(row, name) for name in FiledCase.model_fields})
