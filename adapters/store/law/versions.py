"""Under which versions of the policy cases were filed."""

from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.reach import STORE_AWAY, Engine
from adapters.store.shape import shape_of
from adapters.store.tables.case_file import CaseFile


def versions_filed_under(engine: Engine) -> list[tuple[str, str]]:
    """Each version with the digest that it had then; none of a store that is empty or away for now."""
    if not shape_of(engine):
        return []
    asked = select(CaseFile.policy_version, CaseFile.policy_digest).distinct()
    try:
        with open_session(engine) as session:
            return sorted(session.exec(asked))
    except STORE_AWAY:
        return []
