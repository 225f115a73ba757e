"""What the store has of a case for its evidence pack, beyond the record that every reader sees."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from adapters.store.engine import open_session
from adapters.store.mail.services import decisions_told, services_of
from adapters.store.reach import Engine
from adapters.store.schema import (
    ActRow,
    AwardRow,
    CaseFile,
    LedgerEntry,
    Mail,
    Payee,
    Payment,
    PaymentStop,
    PublicNoticeRow,
    RecoveryRow,
)
from domain.case.record.mail_facts import MailFacts
from domain.case.service import DecisionMail, Service
from domain.frozen import Frozen

AT_ONCE = 1000
MASK = "****"


class KeptMail(Frozen):
    """A mail of the outbox, when it was sent, and how what it tells was served."""

    message_id: str
    seq: int
    event: str
    recipient: str
    facts: MailFacts
    created_at: datetime
    sent_at: datetime | None
    failed: bool
    last_error: str = ""
    service: Service | None = None
    decision: DecisionMail | None = None


class CaseEvidence(Frozen):
    """Rows of the store as plain content; of bank accounts the last four digits."""

    file: dict[str, Any]
    sheets: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    mails: list[KeptMail]
    payees: list[dict[str, Any]]
    payments: list[dict[str, Any]]
    stops: list[dict[str, Any]]
    recoveries: list[dict[str, Any]]
    public_notices: list[dict[str, Any]] = []


def read_evidence(engine: Engine, case_number: str) -> CaseEvidence:
    """What is kept of a case that is known to be there."""
    with open_session(engine) as session:
        services = services_of(session, case_number)
        decisions = {told.seq: told for told in decisions_told(session, case_number)}
        file = session.get_one(CaseFile, case_number).model_dump(
            exclude={"filing_key", "progress", "circumstances"}
        )
        return CaseEvidence(
            file=file,
            sheets=_rows(session, AwardRow, case_number, "id"),
            acts=_rows(session, ActRow, case_number, "at", "id"),
            mails=[
                KeptMail.model_validate(
                    {**row, "service": services.get(row["seq"]), "decision": decisions.get(row["seq"])}
                )
                for row in _rows(session, Mail, case_number, "created_at", "message_id")
            ],
            payees=[_masked(row) for row in _rows(session, Payee, case_number, "at", "id")],
            payments=_rows(session, Payment, case_number, "ordered_at", "id"),
            stops=_rows(session, PaymentStop, case_number, "id"),
            recoveries=_rows(session, RecoveryRow, case_number, "decided_at", "number"),
            public_notices=[row["content"] for row in _rows(session, PublicNoticeRow, case_number, "seq")],
        )


def ledger_of(engine: Engine, case_number: str) -> Iterator[dict[str, Any]]:
    """The entries of the ledger on account of a case, in order."""
    asked = select(LedgerEntry).where(LedgerEntry.case_number == case_number).order_by(col(LedgerEntry.id))
    with open_session(engine) as session:
        for row in session.exec(asked, execution_options={"yield_per": AT_ONCE}):
            yield row.model_dump()


def _rows(session: Session, table: Any, case_number: str, *order: str) -> list[dict[str, Any]]:
    asked = select(table).where(table.case_number == case_number)
    rows: list[SQLModel] = list(session.exec(asked.order_by(*(getattr(table, name) for name in order))))
    return [row.model_dump() for row in rows]


def _masked(payee: dict[str, Any]) -> dict[str, Any]:
    return payee | {"account_number": f"{MASK}{payee['account_number'][-4:]}"}
