"""Lists of cases: filters, search, and pages by key, so that a page never moves under its reader."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, exists, or_, select

from adapters.store.cases.records import CaseSummary
from adapters.store.engine import open_session
from adapters.store.people.recusals import cases_left
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, CasePartyRow, UserTaskRow
from adapters.store.search import found_cases
from domain.case.identifiers import legal_person
from domain.case.record.stages import Stage
from domain.frozen import Frozen


class CaseFilter(Frozen):
    """What a list is narrowed down to; ``own_unit``, ``parties``, ``party_codes`` and ``left_by`` by who reads.

    ``codes`` are the types, None for all. ``search`` as it was typed; it is sought in normal form, and signs alone find
    nothing.
    """

    stage: str | None = None
    codes: tuple[str, ...] | None = None
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
    """The cases after a position, newest first; drafts are in no list.

    What is asked for is taken apart into ranges of indexes that have this order, and the first of each are merged.
    """
    with open_session(engine) as session:
        ranges, checked = _ranges(session, asked)
        if not ranges:
            return []
        checked += [_plain(CaseFile.stage) != Stage.DRAFT.value, *_before(after)]
        if asked.left_by and asked.own_unit is None:  # one's own cases cannot be left
            checked.append(col(CaseFile.number).not_in(cases_left(asked.left_by)))
        heads = [sql_select(*_PLACE).where(*each, *checked).order_by(*_ORDER).limit(limit) for each in ranges]
        first = heads[0] if len(heads) == 1 else union_all(*(sql_select(head.subquery()) for head in heads))
        found = sorted({tuple(row) for row in session.execute(first)}, reverse=True)[:limit]
        numbers = [number for _, number in found]
        rows = {row.number: row for row in session.execute(_SHOWN.where(col(CaseFile.number).in_(numbers)))}
        return [CaseSummary.model_validate(rows[number]._mapping) for number in numbers if number in rows]


_PLACE = (col(CaseFile.filed_on), col(CaseFile.number))
_ORDER = tuple(column.desc() for column in _PLACE)
_SHOWN = sql_select(
    *(getattr(CaseFile, name) for name in CaseSummary.model_fields if name != "case_number"),
    col(CaseFile.number),
    col(CaseFile.number).label("case_number"),
)

Conditions = list[ColumnElement[bool]]


def _plain(column: Any) -> ColumnElement[Any]:
    """A column that is checked, and leads no database to another index than the one that has the order."""
    return col(column).concat("")


def _before(after: tuple[date, str] | None) -> Conditions:
    if after is None:
        return []
    day, number = after
    filed_on = col(CaseFile.filed_on)
    return [filed_on <= day, or_(filed_on < day, _plain(CaseFile.number) < number)]


def _ranges(session: Session, asked: CaseFilter) -> tuple[list[Conditions], Conditions]:
    """What leads to the cases that are asked for, range by range, and what is checked of each."""
    checked = _days(asked)
    sought = found_cases(session, asked.search) if asked.search else []
    if len(sought) > 1:
        return [[sought[0]]], [*checked, *sought[1:], *_said(asked), *_sight(asked)]
    checked += sought
    unit = legal_person(asked.unit) if asked.unit else asked.own_unit
    if unit is not None:
        return [[col(CaseFile.legal_person) == unit]], [*checked, *_said(asked), *_sight(asked)]
    if asked.overdue:
        return [[col(CaseFile.overdue).is_(True)]], [*checked, *_said(asked), *_sight(asked)]
    stage: Conditions = [col(CaseFile.stage) == asked.stage] if asked.stage else []
    if asked.codes is not None:
        checked += [*_said(asked, "codes", "stage"), *_sight(asked)]
        return [[col(CaseFile.code) == code, *stage] for code in asked.codes], checked
    if asked.parties and not sought:
        checked += _said(asked, "stage")
        return [[each, *stage] for each in _seen(asked)] + [_others(asked, stage)], checked
    for name in ("locality", "lead"):
        if (value := getattr(asked, name)) is not None:
            checked += [*_said(asked, name, "stage"), *_sight(asked)]
            return [[col(getattr(CaseFile, name)) == value, *stage]], checked
    return [stage], [*checked, *_said(asked, "stage"), *_sight(asked)]


def _days(asked: CaseFilter) -> Conditions:
    day = col(CaseFile.filed_on)
    from_on = [day >= asked.filed_from] if asked.filed_from is not None else []
    return from_on + ([day <= asked.filed_to] if asked.filed_to is not None else [])


def _said(asked: CaseFilter, *without: str) -> Conditions:
    """What is filtered by, to be checked; without what leads to the cases already."""
    found = [
        _plain(getattr(CaseFile, name)) == value
        for name in ("stage", "locality", "lead", "unit")
        if name not in without and (value := getattr(asked, name)) is not None
    ]
    if asked.codes is not None and "codes" not in without:
        found.append(_plain(CaseFile.code).in_(asked.codes))
    if asked.overdue is not None:
        found.append(col(CaseFile.overdue).is_(asked.overdue))
    return found


def _seen(asked: CaseFilter) -> Conditions:
    """The cases that a department or locality sees by what they are, index by index."""
    columns = {
        CaseFile.code: asked.party_codes,
        CaseFile.lead: asked.parties,
        CaseFile.locality: asked.parties,
    }
    return [col(column) == value for column, values in columns.items() for value in values]


def _others(asked: CaseFilter, stage: Conditions) -> Conditions:
    """Cases that await a department that has no other part in them, or into which it was brought."""
    awaited = select(UserTaskRow.case_number).where(col(UserTaskRow.party).in_(asked.parties))
    brought_in = select(CasePartyRow.case_number).where(col(CasePartyRow.party).in_(asked.parties))
    by_part = [
        _plain(column).not_in(values)
        for column, values in ((CaseFile.lead, asked.parties), (CaseFile.code, asked.party_codes))
    ]
    return [col(CaseFile.number).in_(awaited.union(brought_in)), *by_part, *stage]


def _sight(asked: CaseFilter) -> Conditions:
    """What the reader may see at all, to be checked of each case."""
    if asked.own_unit is not None:
        return [_plain(CaseFile.legal_person) == asked.own_unit]
    if not asked.parties:
        return []
    awaited = exists().where(
        col(UserTaskRow.case_number) == col(CaseFile.number), col(UserTaskRow.party).in_(asked.parties)
    )
    brought_in = exists().where(
        col(CasePartyRow.case_number) == col(CaseFile.number), col(CasePartyRow.party).in_(asked.parties)
    )
    return [
        or_(
            _plain(CaseFile.lead).in_(asked.parties),
            _plain(CaseFile.locality).in_(asked.parties),
            _plain(CaseFile.code).in_(asked.party_codes),
            awaited,
            brought_in,
        )
    ]
