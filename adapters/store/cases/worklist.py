"""Worklists: the open turns of a party, most urgent first."""

from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, exists, or_, select

from adapters.store.engine import session
from adapters.store.reach import Engine
from adapters.store.schema import Assignment, CaseFile, Turn
from domain.departments import APPLICANT
from domain.frozen import Frozen


class TurnRecord(Frozen):
    """One line of a worklist."""

    case_number: str
    code: str
    policy_version: str
    unit_name: str
    stage: str
    party: str
    acts: tuple[str, ...]
    subject: str = ""
    since: datetime
    label: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    provisional: bool = False
    overdue: bool = False


def open_turns(
    engine: Engine,
    parties: tuple[str, ...],
    own_unit: str | None,
    limit: int,
    taken_by: tuple[str, ...] | None = None,
) -> list[TurnRecord]:
    """The open turns of these parties; the applicant's only of the own unit. What is due first comes first.

    ``taken_by`` narrows them down to those that one of these accounts has taken.
    """
    if not parties:
        return []
    wanted = (
        select(Turn, CaseFile)
        .where(Turn.case_number == CaseFile.number, col(Turn.party).in_(parties))
        .order_by(
            col(Turn.overdue).desc(),
            col(Turn.due_on).is_(None),
            col(Turn.due_on),
            col(Turn.since),
            col(Turn.id),
        )
        .limit(limit)
    )
    unit = col(CaseFile.unit)
    own = or_(unit == own_unit, unit.startswith(f"{own_unit}#", autoescape=True))
    wanted = wanted.where(or_(col(Turn.party) != APPLICANT, own))
    if taken_by is not None:
        wanted = wanted.where(_is_taken_by(taken_by))
    with session(engine) as reading:
        return [
            TurnRecord.model_validate(
                turn.model_dump()
                | {
                    "code": case.code,
                    "policy_version": case.policy_version,
                    "unit_name": case.unit_name,
                    "stage": case.stage,
                }
            )
            for turn, case in reading.exec(wanted)
        ]


def _is_taken_by(accounts: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(
        col(Assignment.case_number) == col(Turn.case_number),
        col(Assignment.party) == col(Turn.party),
        col(Assignment.subject) == col(Turn.subject),
        col(Assignment.since) == col(Turn.since),
        col(Assignment.account).in_(accounts),
    )
