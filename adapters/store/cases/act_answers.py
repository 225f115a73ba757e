"""What the store knows of an act, and of its case, when no workflow answers: the first answer, and whether the case has ended."""

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, CaseFile
from adapters.store.writing import Session
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.frozen import Frozen


class KeptAct(Frozen):
    """An act that was done: the digest of its request, and its answer."""

    digest: str
    progress: Progress


def kept_act(session: Session, identifier: str) -> KeptAct | None:
    """The act of this id, or None when it was not done yet."""
    row = session.get(ActRow, identifier)
    return KeptAct(digest=row.digest, progress=Progress.model_validate(row.progress)) if row else None


def first_answer(engine: Engine, identifier: str) -> Progress | None:
    """What an act was answered when it was done, or None."""
    with open_session(engine) as session:
        kept = kept_act(session, identifier)
    return kept.progress if kept else None


def is_open(engine: Engine, case_number: str) -> bool:
    """Whether a case was filed and has not ended."""
    with open_session(engine) as session:
        row = session.get(CaseFile, case_number)
    return row is not None and not row.final and row.stage != Stage.DRAFT.value
