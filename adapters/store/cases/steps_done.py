"""What the store kept of a case's way: each verb with its answer, and what had come to the case before it."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import DoneVerb
from domain.case.record.came import Came
from domain.frozen import Frozen


class StepDone(Frozen):
    """One verb that was done.

    Attributes:
        at: the case's time when it was asked for.
        came: what had come since the verb before.
        answer: as it was given.
    """

    verb: str
    seq: int
    at: datetime
    came: tuple[Came, ...]
    answer: dict[str, Any]


def steps_done(engine: Engine, case_number: str) -> tuple[StepDone, ...]:
    """Every verb of a case, in the order in which they were asked for."""
    asked = select(DoneVerb).where(DoneVerb.case_number == case_number).order_by(col(DoneVerb.seq))
    with open_session(engine) as session:
        return tuple(
            StepDone(
                verb=row.verb,
                seq=row.seq,
                at=row.at,
                came=tuple(map(Came.model_validate, row.came)),
                answer=row.result,
            )
            for row in session.exec(asked)
        )
