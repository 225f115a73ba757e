"""Worklists: the open tasks of a party, most urgent first."""

from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, exists, or_, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import AssignmentRow, CaseFile, UserTaskRow
from domain.departments import APPLICANT
from domain.frozen import Frozen
from domain.other_funding.judgement import JudgedFunding


class TaskRecord(Frozen):
    """One line of a worklist."""

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


def open_tasks(
    engine: Engine,
    parties: tuple[str, ...],
    own_unit: str | None,
    limit: int,
    taken_by: tuple[str, ...] | None = None,
) -> list[TaskRecord]:
    """The open tasks of these parties; the applicant's only of the own unit. What is due first comes first.

    ``taken_by`` narrows them down to those that one of these accounts has taken.
    """
    if not parties:
        return []
    wanted = (
        select(UserTaskRow, CaseFile)
        .where(UserTaskRow.case_number == CaseFile.number, col(UserTaskRow.party).in_(parties))
        .order_by(
            col(UserTaskRow.overdue).desc(),
            col(UserTaskRow.due_on).is_(None),
            col(UserTaskRow.due_on),
            col(UserTaskRow.since),
            col(UserTaskRow.id),
        )
        .limit(limit)
    )
    unit = col(CaseFile.unit)
    own = or_(unit == own_unit, unit.startswith(f"{own_unit}#", autoescape=True))
    wanted = wanted.where(or_(col(UserTaskRow.party) != APPLICANT, own))
    if taken_by is not None:
        wanted = wanted.where(_is_taken_by(taken_by))
    with open_session(engine) as session:
        return [
            TaskRecord.model_validate(
                task.model_dump()
                | {
                    "code": case.code,
                    "policy_version": case.policy_version,
                    "unit_name": case.unit_name,
                    "stage": case.stage,
                    "funding_judgements": case.funding_judgements,
                }
            )
            for task, case in session.exec(wanted)
        ]


def _is_taken_by(accounts: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(
        col(AssignmentRow.case_number) == col(UserTaskRow.case_number),
        col(AssignmentRow.party) == col(UserTaskRow.party),
        col(AssignmentRow.subject) == col(UserTaskRow.subject),
        col(AssignmentRow.since) == col(UserTaskRow.since),
        col(AssignmentRow.account).in_(accounts),
    )
