"""Worklists: the open tasks of a party, most urgent first."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, tuple_, union_all
from sqlalchemy import select as sql_select
from sqlmodel import col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import AssignmentRow, CaseFile, UserTaskRow
from domain.departments import APPLICANT
from domain.frozen import Frozen
from domain.other_funding.judgement import JudgedFunding

Place = tuple[str, datetime, int]
"""Where a line stands on a worklist: its urgency, since when it is open, its number."""


class TaskRecord(Frozen):
    """One line of a worklist."""

    id: int
    urgency: str
    case_number: str
    code: str
    policy_version: str
    unit_name: str
    stage: str
    party: str
    acts: tuple[str, ...]
    subject: str = ""
    not_by: tuple[str, ...] = ()
    since: datetime
    label: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    provisional: bool = False
    overdue: bool = False
    funding_judgements: tuple[JudgedFunding, ...] = ()

    @property
    def place(self) -> Place:
        """Its place on a worklist."""
        return self.urgency, self.since, self.id


def open_tasks(
    engine: Engine,
    parties: tuple[str, ...],
    own_unit: str | None,
    limit: int,
    taken_by: tuple[str, ...] | None = None,
    after: Place | None = None,
) -> list[TaskRecord]:
    """The open tasks of these parties; the applicant's only of the own unit. What is due first comes first.

    ``taken_by`` narrows them down to those that one of these accounts has taken.
    """
    with open_session(engine) as session:
        heads = [
            sql_select(*_PLACE).where(*each, *_behind(after)).order_by(*_PLACE).limit(limit)
            for each in _ranges(parties, own_unit, taken_by)
        ]
        if not heads:
            return []
        first = heads[0] if len(heads) == 1 else union_all(*(sql_select(head.subquery()) for head in heads))
        found = sorted({tuple(row) for row in session.execute(first)})[:limit]
        of_task = col(UserTaskRow.case_number) == col(CaseFile.number)
        chosen = col(UserTaskRow.id).in_([place[-1] for place in found])
        lines = session.execute(sql_select(UserTaskRow, *_OF_CASE).join(CaseFile, of_task).where(chosen))
        return sorted(
            (TaskRecord.model_validate(row.UserTaskRow.model_dump() | dict(row._mapping)) for row in lines),
            key=lambda task: task.place,
        )


_PLACE: tuple[Any, ...] = (UserTaskRow.urgency, UserTaskRow.since, UserTaskRow.id)
_OF_CASE: tuple[Any, ...] = (
    *(CaseFile.code, CaseFile.policy_version, CaseFile.unit_name, CaseFile.stage),
    CaseFile.funding_judgements,
)


def _behind(after: Place | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    urgency, since, number = after
    later = tuple_(*_PLACE) > (urgency, since, number)
    return [col(UserTaskRow.urgency) >= urgency, later]


def _ranges(
    parties: tuple[str, ...], own_unit: str | None, taken_by: tuple[str, ...] | None
) -> list[list[ColumnElement[bool]]]:
    """What leads to the tasks of each party in their order; to those of one unit, or of a few people, by themselves."""
    if taken_by is not None:
        checked = [_is_taken_by(taken_by), _plain_party().in_(parties)]
        if own_unit is not None:
            own = col(UserTaskRow.case_number).in_(_cases_of(own_unit))
            checked.append(or_(_plain_party() != APPLICANT, own))
        return [[col(UserTaskRow.case_number).in_(_cases_taken_by(taken_by)), *checked]]
    return [
        [col(UserTaskRow.case_number).in_(_cases_of(own_unit)), _plain_party() == party]
        if party == APPLICANT
        else [col(UserTaskRow.party) == party]
        for party in parties
    ]


def _plain_party() -> ColumnElement[Any]:
    """The party, to be checked: the case leads to the task."""
    return col(UserTaskRow.party).concat("")


def _cases_of(unit: str | None) -> SelectOfScalar[str]:
    return select(CaseFile.number).where(CaseFile.legal_person == unit, col(CaseFile.final).is_(False))


def _cases_taken_by(accounts: tuple[str, ...]) -> SelectOfScalar[str]:
    return select(AssignmentRow.case_number).where(col(AssignmentRow.account).in_(accounts))


def _is_taken_by(accounts: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(
        col(AssignmentRow.case_number) == col(UserTaskRow.case_number),
        col(AssignmentRow.party) == col(UserTaskRow.party),
        col(AssignmentRow.subject) == col(UserTaskRow.subject),
        col(AssignmentRow.since) == col(UserTaskRow.since),
        col(AssignmentRow.account).in_(accounts),
    )
