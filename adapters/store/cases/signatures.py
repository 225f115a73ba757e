"""Signatures with what they rest on, and who was called back: rows are only added."""

from datetime import datetime

from sqlmodel import col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.document import Document
from adapters.store.tables.signature import SignatureRecallRow as RecallRow
from adapters.store.tables.signature import SignatureRow
from adapters.store.writing import Session, add_once
from domain.case.signatures import Documents, Grounds, Signature, SignatureVerdict
from domain.frozen import Frozen


class RecallRecord(Frozen):
    """What was decided about one party's signature in a later round."""

    party: str
    seq: int
    signs_again: bool
    why: str
    at: datetime


def documents_on_file(session: Session, case_number: str) -> Documents:
    """The digests of the documents of a case by their code."""
    asked = (
        select(Document)
        .where(Document.case_number == case_number)
        .order_by(col(Document.at), col(Document.id))
    )
    found: Documents = {}
    for row in session.exec(asked):
        found[row.code] = (*found.get(row.code, ()), row.sha256)
    return found


def add_signature(session: Session, case_number: str, act: str, signature: Signature) -> None:
    """Keep a signature, once for its act."""
    row = SignatureRow(
        act=act,
        case_number=case_number,
        party=signature.party,
        seq=signature.seq,
        at=signature.at,
        decision=signature.decision,
        **signature.grounds.model_dump(mode="json"),
    )
    add_once(session, [row])


def latest_signatures(session: Session, case_number: str) -> dict[str, Signature]:
    """The last signature of each party."""
    asked = (
        select(SignatureRow).where(SignatureRow.case_number == case_number).order_by(col(SignatureRow.seq))
    )
    return {row.party: _signature(row) for row in session.exec(asked)}


def add_verdicts(
    session: Session, case_number: str, seq: int, at: datetime, verdicts: tuple[SignatureVerdict, ...]
) -> None:
    """Keep who signs again and whose signature stands."""
    for verdict in verdicts:
        kept = verdict.model_dump(exclude={"changed"})
        session.add(RecallRow(case_number=case_number, seq=seq, at=at, **kept))


def signatures_of(engine: Engine, case_number: str) -> tuple[dict[str, Signature], dict[str, RecallRecord]]:
    """The last signature of each party of a case, and what was last decided about it."""
    asked = select(RecallRow).where(RecallRow.case_number == case_number).order_by(col(RecallRow.seq))
    with open_session(engine) as session:
        recalls = {row.party: RecallRecord.model_validate(row.model_dump()) for row in session.exec(asked)}
        return latest_signatures(session, case_number), recalls


def _signature(row: SignatureRow) -> Signature:
    return Signature(
        party=row.party,
        decision=row.decision,
        at=row.at,
        seq=row.seq,
        grounds=Grounds(facts=row.facts, documents=row.documents, deducted=row.deducted),
    )
