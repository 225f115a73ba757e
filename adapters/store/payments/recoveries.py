"""Decisions to recover money: kept, and how much of each is still to come back, which stands in the ledger."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import col, func, select

from adapters.store.money.ledger import balance
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.payments.recovery import RecoveryRow
from adapters.store.writing import Session
from domain.case.record.money_steps import Netting, Reclaim
from domain.frozen import Frozen
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Place, Posting
from domain.ledger.subjects import Subject

NETTING = "netting"
"""The means that sets a receivable off against the unit's next payments."""


class KeptRecovery(Frozen):
    """A decision, and what all ledger entries under it bear."""

    number: str
    act: str
    means: str
    amount: Decimal
    reason: str
    document_number: str
    decided_at: datetime
    matter: Posting

    @property
    def receivable(self) -> Place:
        """Where what is still to come back stands."""
        return self.matter.place(Account.RECEIVABLE, self.number)

    @property
    def recovered(self) -> Place:
        """Where what has come back stands."""
        return self.matter.place(Account.RECOVERED, self.number)


class OpenReceivable(Frozen):
    """A decision of which ``left`` is still to come back."""

    recovery: KeptRecovery
    left: Decimal


def add_recovery(session: Session, request: Reclaim, unit: str) -> str:
    """Keep a decision under the case's next number; gives the number."""
    earlier = (
        select(func.count())
        .select_from(RecoveryRow)
        .where(col(RecoveryRow.case_number) == request.case_number)
    )
    number = str(Subject(recovery=session.exec(earlier).one() + 1))
    content = request.model_dump(exclude={"seq", "at"})
    session.add(RecoveryRow(number=number, unit=unit, decided_at=request.at, **content))
    session.flush()
    return number


def recoveries_of(session: Session, case_number: str) -> list[KeptRecovery]:
    """The decisions of a case, in order."""
    asked = select(RecoveryRow, CaseFile).join(CaseFile).where(RecoveryRow.case_number == case_number)
    return [_kept(*found) for found in session.exec(asked.order_by(col(RecoveryRow.decided_at)))]


def recovery_of(session: Session, case_number: str, number: str) -> KeptRecovery:
    """One decision."""
    return next(kept for kept in recoveries_of(session, case_number) if kept.number == number)


def receivables_to_net(session: Session, unit: str) -> list[OpenReceivable]:
    """What of a unit is to be set off, the earliest decision first. The caller holds the unit."""
    asked = (
        select(RecoveryRow, CaseFile)
        .join(CaseFile)
        .where(CaseFile.unit == unit, RecoveryRow.means == NETTING)
        .order_by(col(RecoveryRow.decided_at), col(RecoveryRow.case_number), col(RecoveryRow.number))
    )
    decided = [_kept(*found) for found in session.exec(asked)]
    found = [OpenReceivable(recovery=kept, left=balance(session, kept.receivable)) for kept in decided]
    return [each for each in found if each.left]


def reclaimed_from(session: Session, recovery: KeptRecovery) -> dict[str, Decimal]:
    """Instalment or redemption → what was reclaimed of it, in the order of the entries."""
    asked = (
        select(LedgerEntry)
        .where(
            LedgerEntry.movement == Movement.RECLAIMED.value,
            LedgerEntry.target_holder == recovery.receivable.holder,
        )
        .order_by(col(LedgerEntry.id))
    )
    return {entry.subject: entry.amount for entry in session.exec(asked)}


def nettings_of(session: Session, recovery: KeptRecovery) -> tuple[Netting, ...]:
    """Every sum that was set off against a receivable, with the payment that it was taken off."""
    asked = (
        select(LedgerEntry)
        .where(
            LedgerEntry.movement == Movement.NETTED.value,
            LedgerEntry.source == Account.RECEIVABLE.value,
            LedgerEntry.source_holder == recovery.receivable.holder,
        )
        .order_by(col(LedgerEntry.id))
    )
    return tuple(Netting(case_number=entry.reason, amount=entry.amount) for entry in session.exec(asked))


def _kept(row: RecoveryRow, case: CaseFile) -> KeptRecovery:
    matter = Posting(
        case_number=case.number,
        code=case.code,
        unit=case.unit,
        year=case.fiscal_year,
        clause=row.clause,
        policy_version=case.policy_version,
    )
    return KeptRecovery(matter=matter, **row.model_dump(exclude={"case_number", "unit", "clause"}))
