"""The acts of a case that later ones build on, in their order."""

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import ActRow
from adapters.store.tables.document import Document
from domain.case.earlier_work import KINDS, DocumentOnFile, EarlierAct
from domain.departments import APPLICANT


def earlier_acts(engine: Engine, case_number: str) -> tuple[EarlierAct, ...]:
    """The decisions and supplements so far; those that were refused are not kept at all."""
    asked = select(ActRow).where(ActRow.case_number == case_number, col(ActRow.kind).in_(KINDS))
    with open_session(engine) as session:
        rows = sorted(session.exec(asked), key=lambda row: int(row.progress["seq"]))
        return tuple(EarlierAct(kind=row.kind, content=row.content) for row in rows)


def documents_brought(engine: Engine, case_number: str, acting: str = "") -> tuple[DocumentOnFile, ...]:
    """The documents that do not come from the office itself, in order.

    Args:
        engine: the store.
        case_number: the case.
        acting: the account that acts now; those that acted for an office before are known.
    """
    offices = select(ActRow.account).where(ActRow.case_number == case_number, ActRow.party != APPLICANT)
    asked = (
        select(Document)
        .where(
            Document.case_number == case_number,
            Document.uploaded_by != acting,
            col(Document.uploaded_by).not_in(offices),
        )
        .order_by(col(Document.at), col(Document.id))
    )
    with open_session(engine) as session:
        return tuple(DocumentOnFile(id=row.id, code=row.code) for row in session.exec(asked))
