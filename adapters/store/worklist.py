"""Worklists: the open turns of a party, most urgent first."""

from datetime import date, datetime

from sqlmodel import col, or_, select

from adapters.store.engine import session
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, Turn
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
    engine: Engine, parties: tuple[str, ...], own_unit: str | None, limit: int
) -> list[TurnRecord]:
    """The open turns of these parties; the applicant's only of the own unit. What is due first comes first."""
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
