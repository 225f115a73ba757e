"""Recusals: added, never taken back."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from adapters.store.audit.chain import append
from adapters.store.tables.people import Recusal as Row
from adapters.store.writing import Session
from domain.frozen import Frozen


class RecusalRecord(Frozen):
    """Somebody left a case."""

    case_number: str
    account: str
    party: str
    reason: str
    at: datetime


def recusal_of(session: Session, case_number: str, account: str) -> RecusalRecord | None:
    """The recusal of somebody in a case."""
    row = session.get(Row, (case_number, account))
    return RecusalRecord.model_validate(row.model_dump()) if row else None


def cases_left(account: str) -> SelectOfScalar[str]:
    """The cases that somebody has left, for a condition of another query."""
    return select(Row.case_number).where(Row.account == account)


def accounts_left(session: Session, case_number: str) -> frozenset[str]:
    """Who has left a case."""
    return frozenset(session.exec(select(Row.account).where(Row.case_number == case_number)))


def recusals_of(session: Session, case_number: str) -> list[RecusalRecord]:
    """Everybody who left a case, in order."""
    asked = select(Row).where(Row.case_number == case_number).order_by(col(Row.at), col(Row.account))
    return [RecusalRecord.model_validate(row.model_dump()) for row in session.exec(asked)]


def add_recusal(session: Session, recusal: RecusalRecord) -> None:
    """Keep a recusal, with a link of the audit chain; its reason tells of private life: the chain has a digest."""
    session.add(Row(**recusal.model_dump()))
    append(
        session,
        chain=recusal.case_number,
        at=recusal.at,
        actor=recusal.account,
        party=recusal.party,
        action="person:recused",
        subject=recusal.account,
        sealed={"reason": recusal.reason},
    )
