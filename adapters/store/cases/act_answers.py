"""The first answers of acts: what makes repeating one safe long after its workflow has gone."""

from adapters.store.engine import session
from adapters.store.reach import Engine
from adapters.store.schema import Act
from domain.case.record.steps import Progress
from domain.frozen import Frozen


class KeptAct(Frozen):
    """An act that was done: the digest of its request, and its answer."""

    digest: str
    progress: Progress


def kept_act(engine: Engine, identifier: str) -> KeptAct | None:
    """The act of this id, or None when it was not done yet."""
    with session(engine) as reading:
        row = reading.get(Act, identifier)
        if row is None:
            return None
        return KeptAct(digest=row.digest, progress=Progress.model_validate(row.progress))
