"""Reconsiderations of a case: what its timeline tells of them, and how the new run begins."""

from sqlmodel import Session, col, delete, select

from adapters.store.cases.ended_cases import state_of
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import ActRow, CaseFile, Timeline
from adapters.store.tables.quota import BatchRank
from domain.case.acts.filing import RequestReconsideration
from domain.case.acts.fresh_eyes import who_decided
from domain.case.acts.review import CheckCompleteness
from domain.case.deficiency_notices import Noticed, Notices, phase_of
from domain.case.record.events import Event
from domain.case.record.plan import CasePlan
from domain.case.record.progress import RECONSIDERATION, CaseInput, CaseState
from domain.case.record.stages import Stage
from domain.case.remedies import ENDED_REFUSED
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT
from domain.frozen import Frozen

SETTLING = tuple(
    event.value
    for event in (Event.PAID, Event.PAYMENT_NETTED, Event.INSTALMENT_REFUSED, Event.INSTALMENT_MISSED)
)
"""Events that settle a year of support; their subject is the year."""


class Ended(Frozen):
    """How a case ended, with which step, and where its reconsiderations so far began."""

    stage: Stage
    seq: int = 0
    begun: tuple[Stage, ...] = ()


def how_it_ended(engine: Engine, case_number: str) -> Ended | None:
    """What a request to reconsider is judged by; None while the case has not ended."""
    with open_session(engine) as session:
        row = session.get(CaseFile, case_number)
        if row is None or not row.final:
            return None
        return Ended(
            stage=Stage(row.stage),
            seq=row.seq,
            begun=reconsiderations_begun(session, case_number),
        )


def reconsiderations_begun(session: Session, case_number: str) -> tuple[Stage, ...]:
    """Where each reconsideration of a case began, in order."""
    asked = (
        select(Timeline.stage)
        .where(Timeline.case_number == case_number, Timeline.event == Event.RECONSIDERATION_REQUESTED.value)
        .order_by(col(Timeline.seq))
    )
    return tuple(Stage(stage) for stage in session.exec(asked))


def case_to_reconsider(engine: Engine, case_number: str) -> CaseInput | None:
    """What the new run of a refused case starts with: it waits for the applicant's request and nothing else."""
    with open_session(engine) as session:
        row = session.get(CaseFile, case_number)
        if row is None or not row.final or Stage(row.stage) not in ENDED_REFUSED:
            return None
        return CaseInput(plan=CasePlan.model_validate(row.plan), state=_state(session, row))


def _state(session: Session, row: CaseFile) -> CaseState:
    state = state_of(session, row)
    assert state.progress is not None  # noqa: S101 - a case that has ended stands somewhere
    task = UserTask(party=APPLICANT, acts=(RequestReconsideration.kind,))
    return state.model_copy(
        update={
            "checkpoint": RECONSIDERATION,
            "progress": state.progress.model_copy(update={"final": False, "tasks": (task,)}),
            "excluded": _who_decided(session, row.number),
            "notices": told(session, row.number),
            "refer_to": referred_to(session, row.number),
            "instalment": highest(session, row.number, SETTLING),
            "redemptions": highest(session, row.number, (Event.REDEMPTION_CLAIMED.value,)),
        }
    )


def _who_decided(session: Session, case_number: str) -> tuple[str, ...]:
    """Who decided so far, or had a deputy decide."""
    asked = select(ActRow.kind, ActRow.account, ActRow.for_account).where(ActRow.case_number == case_number)
    done: dict[str, tuple[str, ...]] = {}
    for kind, *people in session.exec(asked):
        done[kind] = (*done.get(kind, ()), *(person for person in people if person))
    return who_decided(done)


def told(session: Session, case_number: str) -> Notices:
    """The notices of defects so far, each counted in the phase that it was made in; all phases begin anew."""
    asked = select(Timeline.stage, Timeline.subject, Timeline.notice).where(
        Timeline.case_number == case_number
    )
    found: Notices = {}
    before = Stage.DRAFT
    for stage, subject, number in session.exec(asked.order_by(col(Timeline.seq), col(Timeline.id))):
        if number:
            found[phase_of(before, subject)] = Noticed(count=number, is_anew=True)
        before = Stage(stage)
    return found


def referred_to(session: Session, case_number: str) -> str:
    """The department that a ticket was given to."""
    asked = select(ActRow.content).where(
        ActRow.case_number == case_number, ActRow.kind == CheckCompleteness.kind
    )
    latest = session.exec(asked.order_by(col(ActRow.at).desc())).first()
    return str(latest["refer_to"]) if latest else ""


def highest(session: Session, case_number: str, events: tuple[str, ...]) -> int:
    """The highest number that these events were about; 0 when there was none."""
    asked = select(Timeline.subject).where(
        Timeline.case_number == case_number, col(Timeline.event).in_(events)
    )
    return max((int(subject) for subject in session.exec(asked) if subject.isdecimal()), default=0)


def give_up_places(session: Session, case_number: str) -> None:
    """A place that the refused proceeding had in a batch is given up; the case may get another."""
    session.exec(delete(BatchRank).where(col(BatchRank.case_number) == case_number))
