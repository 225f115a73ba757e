"""What the audit record says, for tests."""

from sqlmodel import select

from adapters.settings import Settings
from adapters.store.engine import open_engine, open_session
from adapters.store.schema import AuditEntryRow


def links_of(settings: Settings, chain: str) -> list[tuple[str, str]]:
    """Actions and subjects of a chain, in order."""
    engine = open_engine(settings.database_url)
    with open_session(engine) as session:
        found = session.exec(select(AuditEntryRow).where(AuditEntryRow.chain == chain)).all()
        links = [(entry.action, entry.subject) for entry in found]
    engine.dispose()
    return links
