"""The first answers of acts: what makes repeating one safe long after its workflow has gone."""

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow
from domain.case.record.steps import Progress
from domain.frozen import Frozen


class KeptAct(Frozen):
    """An act that was done: the digest of its request, and its answer."""

    digest: str
    progress: Progress


def kept_act(engine: Engine, identifier: str) -> KeptAct | None:
    """The act of this id, or None when it was not done yet."""
    with open_session(engine) as session:
        row = session.get(ActRow, identifier)
        if row is None:
            return None
        return KeptAct(digest=row.digest, progress=Progress.model_validate(row.progress))


def first_answer(engine: Engine, identifier: str) -> Progress | None:
    """What an act was answered when it was done, or None."""
    kept = kept_act(engine, identifier)
    return kept.progress if kept else None
