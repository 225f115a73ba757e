"""Lists of cases: filters, search, and pages by key, so that a page never moves under its reader."""

from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import col, select

from adapters.store.cases.records import CaseSummary, summary
from adapters.store.engine import open_session
from adapters.store.people.recusals import cases_left
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, CasePartyRow, UserTaskRow
from adapters.store.units.registry import called
from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.normal_form import number_form


class CaseFilter(Frozen):
    """What a list is narrowed down to; ``own_unit``, ``parties``, ``party_codes`` and ``left_by`` by who reads.

    ``search`` as it was typed; it is sought in normal form, and signs alone find nothing.
    """

    stage: str | None = None
    code: str | None = None
    measure: int | None = None
    locality: str | None = None
    lead: str | None = None
    unit: str | None = None
    search: str | None = None
    overdue: bool | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    own_unit: str | None = None
    parties: tuple[str, ...] = ()
    party_codes: tuple[str, ...] = ()
    left_by: str = ""


def list_cases(
    engine: Engine, asked: CaseFilter, after: tuple[date, str] | None, limit: int
) -> list[CaseSummary]:
    """The cases after a position, newest first; drafts are in no list."""
    wanted = select(CaseFile).where(CaseFile.stage != Stage.DRAFT.value, *_conditions(asked))
    if after is not None:
        day, number = after
        wanted = wanted.where(
            or_(
                col(CaseFile.filed_on) < day,
                and_(col(CaseFile.filed_on) == day, col(CaseFile.number) < number),
            )
        )
    wanted = wanted.order_by(col(CaseFile.filed_on).desc(), col(CaseFile.number).desc()).limit(limit)
    with open_session(engine) as session:
        return [summary(row) for row in session.exec(wanted)]


def _conditions(asked: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        col(getattr(CaseFile, name)) == value
        for name in ("stage", "code", "locality", "lead", "unit", "overdue")
        if (value := getattr(asked, name)) is not None
    ]
    if asked.measure is not None:
        number = col(CaseFile.measure_number)
        found.append(
            or_(number == str(asked.measure), number.startswith(f"{asked.measure}.", autoescape=True))
        )
    if asked.filed_from is not None:
        found.append(col(CaseFile.filed_on) >= asked.filed_from)
    if asked.filed_to is not None:
        found.append(col(CaseFile.filed_on) <= asked.filed_to)
    if asked.search:
        sought = number_form(asked.search)
        written = col(CaseFile.found_by).contains(sought, autoescape=True) if sought else false()
        found.append(or_(written, col(CaseFile.unit).in_(called(asked.search))))
    return found + _sight(asked)


def _sight(asked: CaseFilter) -> list[ColumnElement[bool]]:
    """What the reader may see at all."""
    unit = col(CaseFile.unit)
    if asked.own_unit is not None:  # one's own cases cannot be left
        return [or_(unit == asked.own_unit, unit.startswith(f"{asked.own_unit}#", autoescape=True))]
    left: list[ColumnElement[bool]] = (
        [col(CaseFile.number).not_in(cases_left(asked.left_by))] if asked.left_by else []
    )
    if not asked.parties:
        return left
    awaited = select(UserTaskRow.case_number).where(col(UserTaskRow.party).in_(asked.parties))
    brought_in = select(CasePartyRow.case_number).where(col(CasePartyRow.party).in_(asked.parties))
    return [
        *left,
        or_(
            col(CaseFile.lead).in_(asked.parties),
            col(CaseFile.locality).in_(asked.parties),
            col(CaseFile.code).in_(asked.party_codes),
            col(CaseFile.number).in_(awaited),
            col(CaseFile.number).in_(brought_in),
        ),
    ]
