"""Documents of a case: what is known of each. Their content lies in the vault of files."""

from collections.abc import Callable

from sqlmodel import Session

from adapters.store.audit.chain import append
from adapters.store.cases.records import DocumentRecord
from adapters.store.schema import Document


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
