"""The first answers of acts: what makes repeating one safe long after its workflow has gone."""

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow
from adapters.store.writing import Session
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
