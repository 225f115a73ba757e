"""What a case lost by lapse of time, and how the run begins that makes it good."""

from sqlmodel import Session, col, select

from adapters.store.cases.ended_cases import state_of
from adapters.store.cases.reconsiderations import highest, referred_to, told
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import CaseFile, Timeline
from domain.case.lapses import Lapsed, chosen, lapses_told
from domain.case.record.events import Event
from domain.case.record.plan import CasePlan
from domain.case.record.progress import LAPSE, CaseInput


def lapses_of(engine: Engine, case_number: str) -> tuple[Lapsed, ...]:
    """What is lost and was not made good."""
    with open_session(engine) as session:
        return _lapses(session, case_number)


def _lapses(session: Session, case_number: str) -> tuple[Lapsed, ...]:
    asked = (
        select(Timeline.event, Timeline.stage, Timeline.subject)
        .where(Timeline.case_number == case_number)
        .order_by(col(Timeline.seq), col(Timeline.id))
    )
    return lapses_told(session.exec(asked))


def case_to_make_good(
    engine: Engine, case_number: str, instalment: int | None, checkpoint: str = LAPSE
) -> CaseInput | None:
    """What the new run of an ended case starts with: it waits for the lead's word, or for who contests, and nothing else.

    None while the case runs, or where nothing was lost.
    """
    with open_session(engine) as session:
        row = session.get(CaseFile, case_number)
        lapses = _lapses(session, case_number)
        lost = chosen(lapses, instalment)
        if row is None or not row.final or lost is None:
            return None
        state = state_of(session, row)
        assert state.progress is not None  # noqa: S101 - a case that has ended stands somewhere
        changes = {
            "checkpoint": checkpoint,
            "progress": state.progress.model_copy(update={"final": False, "tasks": ()}),
            "lapses": (*(each for each in lapses if each != lost), lost),
            "notices": told(session, case_number),
            "refer_to": referred_to(session, case_number),
            "instalment": int(lost.subject or 0),
            "redemptions": highest(session, case_number, (Event.REDEMPTION_CLAIMED.value,)),
        }
        return CaseInput(plan=CasePlan.model_validate(row.plan), state=state.model_copy(update=changes))
