"""The acts of a case that later ones build on, in their order."""

from sqlmodel import col, select

from adapters.store.engine import session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import Act
from adapters.store.tables.document import Document
from domain.case.earlier_work import KINDS, DocumentOnFile, EarlierAct
from domain.departments import APPLICANT


def earlier_acts(engine: Engine, case_number: str) -> tuple[EarlierAct, ...]:
    """The decisions and supplements so far; those that were refused are not kept at all."""
    asked = select(Act).where(Act.case_number == case_number, col(Act.kind).in_(KINDS))
    with session(engine) as reading:
        rows = sorted(reading.exec(asked), key=lambda row: int(row.progress["seq"]))
        return tuple(EarlierAct(kind=row.kind, content=row.content) for row in rows)


def documents_brought(engine: Engine, case_number: str, acting: str = "") -> tuple[DocumentOnFile, ...]:
    """The documents that do not come from the office itself, in order.

    Args:
        engine: the store.
        case_number: the case.
        acting: the account that acts now; those that acted for an office before are known.
    """
    offices = select(Act.account).where(Act.case_number == case_number, Act.party != APPLICANT)
    asked = (
        select(Document)
        .where(
            Document.case_number == case_number,
            Document.uploaded_by != acting,
            col(Document.uploaded_by).not_in(offices),
        )
        .order_by(col(Document.at), col(Document.id))
    )
    with session(engine) as reading:
        return tuple(DocumentOnFile(id=row.id, code=row.code) for row in reading.exec(asked))
