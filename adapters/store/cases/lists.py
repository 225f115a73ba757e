"""Lists of cases: filters, search, and pages by key, so that a page never moves under its reader."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, exists, func, or_

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
        heads: list[Any] = [each.head(checked, limit) for each in ranges]
        first: Any = (
            heads[0] if len(heads) == 1 else union_all(*(sql_select(head.subquery()) for head in heads))
        )
        found = sorted({tuple(row) for row in session.execute(first)}, reverse=True)[:limit]
        numbers = [number for _, number in found]
        rows = {row.number: row for row in session.execute(_SHOWN.where(col(CaseFile.number).in_(numbers)))}
        return [CaseSummary.model_validate(rows[number]._mapping) for number in numbers if number in rows]


_PLACE = (col(CaseFile.filed_on), col(CaseFile.number))
_SHOWN = sql_select(
    *(getattr(CaseFile, name) for name in CaseSummary.model_fields if name != "case_number"),
    col(CaseFile.number),
    col(CaseFile.number).label("case_number"),
)

Conditions = list[ColumnElement[bool]]


class Range(NamedTuple):
    """What leads to cases, in the order of lists; or to few, which are then put into that order.

    Attributes:
        leads: conditions that an index fulfils in this order.
        few: there are so few that they are sorted.
        by: a table whose rows lead to them, if they do not by themselves.
    """

    leads: Conditions
    few: bool = False
    by: Any = None

    def head(self, checked: Conditions, limit: int) -> Any:
        """The places of the first of them; the day of few is written so that no database goes by its order to find them."""
        filed_on, number = _PLACE
        day = func.coalesce(filed_on, filed_on).label("filed_on") if self.few else filed_on
        found = sql_select(day, number)
        if self.by is not None:
            found = found.select_from(self.by).join(CaseFile, col(self.by.case_number) == number).distinct()
        return found.where(*self.leads, *checked).order_by(day.desc(), number.desc()).limit(limit)


def _plain(column: Any) -> ColumnElement[Any]:
    """A column that is checked, and leads no database to another index than the one that has the order."""
    return col(column).concat("")


def _before(after: tuple[date, str] | None) -> Conditions:
    if after is None:
        return []
    day, number = after
    filed_on = col(CaseFile.filed_on)
    return [filed_on <= day, or_(filed_on < day, _plain(CaseFile.number) < number)]


def _ranges(session: Session, asked: CaseFilter) -> tuple[list[Range], Conditions]:
    """What leads to the cases that are asked for, range by range, and what is checked of each."""
    checked = _days(asked)
    if asked.search:
        few, has_it = found_cases(session, asked.search)
        checked.append(has_it)
        if few is not None:
            return [Range([each], few=True) for each in few], [*checked, *_said(asked), *_sight(asked)]
    unit = legal_person(asked.unit) if asked.unit else asked.own_unit
    if unit is not None:
        return [Range([col(CaseFile.legal_person) == unit])], [*checked, *_said(asked), *_sight(asked)]
    if asked.overdue:
        return [Range([col(CaseFile.overdue).is_(True)])], [*checked, *_said(asked), *_sight(asked)]
    if asked.parties and asked.codes is None and not asked.search:
        return [*_seen(asked), *_others(asked)], [*checked, *_said(asked, "stage")]
    name, values = _led_by(asked)
    stage: Conditions = [col(CaseFile.stage) == asked.stage] if asked.stage else []
    leads = [[col(getattr(CaseFile, name)) == value] for value in values] if name else [[]]
    return [Range([*each, *stage]) for each in leads], [
        *checked,
        *_said(asked, name, "stage"),
        *_sight(asked),
    ]


def _led_by(asked: CaseFilter) -> tuple[str, tuple[str, ...]]:
    """The column that leads to what is asked for, and its values; no column where all cases are gone through in order."""
    if asked.codes is not None:
        return "code", asked.codes
    for name in ("locality", "lead"):
        if (value := getattr(asked, name)) is not None:
            return name, (value,)
    return "", ()


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
    if asked.codes is not None and "code" not in without:
        found.append(_plain(CaseFile.code).in_(asked.codes))
    if asked.overdue is not None:
        found.append(col(CaseFile.overdue).is_(asked.overdue))
    return found


def _seen(asked: CaseFilter) -> list[Range]:
    """The cases that a department or locality sees by what they are, index by index."""
    columns = {
        CaseFile.code: asked.party_codes,
        CaseFile.lead: asked.parties,
        CaseFile.locality: asked.parties,
    }
    stage: Conditions = [col(CaseFile.stage) == asked.stage] if asked.stage else []
    return [Range([col(column) == value, *stage]) for column, values in columns.items() for value in values]


def _others(asked: CaseFilter) -> list[Range]:
    """Cases that await a department that has no other part in them, or into which it was brought."""
    checked = [
        _plain(column).not_in(values)
        for column, values in ((CaseFile.lead, asked.parties), (CaseFile.code, asked.party_codes))
    ] + ([_plain(CaseFile.stage) == asked.stage] if asked.stage else [])
    return [
        Range([col(table.party).in_(asked.parties), *checked], few=True, by=table)
        for table in (UserTaskRow, CasePartyRow)
    ]


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
