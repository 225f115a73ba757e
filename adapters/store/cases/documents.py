"""Documents of a case: what is known of each. Their content lies in the vault of files."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, func, select

from adapters.store.audit.chain import append
from adapters.store.cases.records import DocumentRecord
from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, Document
from adapters.store.units.registry import of_unit
from domain.bounds import Room
from domain.case.identifiers import legal_person


def add_document(
    document: DocumentRecord, case_number: str, account: str, party: str = ""
) -> Callable[[Session], None]:
    """What to do, in the transaction of the answer, to add a document."""

    def add(session: Session) -> None:
        session.add(Document(**document.model_dump(), case_number=case_number, uploaded_by=account))
        append(
            session,
            chain=case_number,
            at=document.at,
            actor=account,
            party=party,
            action="document:added",
            subject=document.id,
            after=document.model_dump(include={"code", "sha256", "size", "media_type"}),
        )

    return add


def documents_of_unit(engine: Engine, unit: str, since: datetime) -> Room:
    """How many documents came since an instant in all cases of a unit, its makers' among them, and of what size."""
    theirs = select(CaseFile.number).where(of_unit(legal_person(unit)))
    asked = select(func.count(), func.coalesce(func.sum(Document.size), 0)).where(
        col(Document.case_number).in_(theirs), Document.at >= since
    )
    with open_session(engine) as session:
        documents, size = session.exec(asked).one()
    return Room(documents, int(size))
