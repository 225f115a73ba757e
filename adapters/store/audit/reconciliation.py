"""Reading what a reconciliation compares: all of it as one moment had it, and nothing held to any rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from adapters.store.engine import open_session
from adapters.store.money.awards import VOID_STAGES
from adapters.store.reach import Engine
from adapters.store.schema import (
    AwardRow,
    BatchRank,
    CaseFile,
    DoneVerb,
    LedgerEntry,
    Payment,
    ProjectFindingRow,
    RecoveryRow,
    RedemptionRow,
    Timeline,
    VoucherRow,
)
from adapters.store.units.succession import cases_divided, successors
from domain.case.record.events import Event
from domain.ledger.recorded import (
    LedgerLine,
    Recorded,
    RecordedAward,
    RecordedCase,
    RecordedPayment,
    RecordedRank,
    RecordedRecovery,
    RecordedRedemption,
    RecordedReopening,
    RecordedVoucher,
)
from domain.money import ZERO
from domain.same_project import ProjectFinding

AT_ONCE = 5000
"""Rows fetched at a time."""


@contextmanager
def one_moment(engine: Engine) -> Iterator[Session]:
    """A session in which everything is read as it is at one moment, while others go on writing.

    SQLite keeps a snapshot from the first read on by itself; PostgreSQL is asked for it.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    at = engine if is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(at) as reading:
        yield reading


def read_recorded(engine: Engine) -> Recorded:
    """Everything that money left behind in a store; rows of verbs under way are in it whole or not at all."""
    with one_moment(engine) as reading:
        return Recorded(
            entries=tuple(LedgerLine(**row) for row in _rows(reading, LedgerEntry, LedgerLine, "id")),
            cases=tuple(RecordedCase(**row) for row in _rows(reading, CaseFile, RecordedCase, "number")),
            awards=tuple(_awards(reading)),
            payments=tuple(RecordedPayment(**row) for row in _rows(reading, Payment, RecordedPayment, "id")),
            vouchers=tuple(
                RecordedVoucher(**row) for row in _rows(reading, VoucherRow, RecordedVoucher, "case_number")
            ),
            redemptions=tuple(
                RecordedRedemption(**row)
                for row in _rows(reading, RedemptionRow, RecordedRedemption, "case_number", "number")
            ),
            recoveries=tuple(
                RecordedRecovery(**row)
                for row in _rows(reading, RecoveryRow, RecordedRecovery, "case_number", "number")
            ),
            ranks=tuple(_ranks(reading)),
            reopenings=tuple(_reopenings(reading)),
            findings=tuple(
                ProjectFinding(**row) for row in _rows(reading, ProjectFindingRow, ProjectFinding, "id")
            ),
            successors=successors(reading),
            divided=cases_divided(reading),
        )


def read_cases(engine: Engine, numbers: list[str] | None = None) -> dict[str, RecordedCase]:
    """Cases as their files stand now, all of them or some; one that is not there is left out."""
    asked = _columns(CaseFile, RecordedCase)
    if numbers is not None:
        asked = asked.where(col(CaseFile.number).in_(numbers))
    with open_session(engine) as session:
        return {row["number"]: RecordedCase(**row) for row in session.execute(asked).mappings()}


def _columns(table: Any, fact: Any) -> Any:
    """A query for the columns that a fact is made of."""
    return select(*(getattr(table, name) for name in fact.model_fields))


def _rows(session: Session, table: Any, fact: Any, *order: str) -> Iterator[Any]:
    asked = _columns(table, fact).order_by(*(getattr(table, name) for name in order))
    return iter(session.execute(asked.execution_options(yield_per=AT_ONCE)).mappings())


def _awards(session: Session) -> Iterator[RecordedAward]:
    """The calculations that count, in the order in which they were made.

    Beside the eligible ones: a voucher of face zero, and an award that was worked out once more before its payment
    was ordered and then came to less, or to nothing.
    """
    adjusted = _adjusted(session)
    columns = (
        AwardRow.case_number,
        AwardRow.phase,
        AwardRow.subject,
        AwardRow.amount,
        AwardRow.before_higher_of,
    )
    asked = select(*columns, AwardRow.eligible, AwardRow.seq, AwardRow.award).order_by(col(AwardRow.id))  # type: ignore[call-overload]
    for number, phase, subject, amount, before, is_eligible, seq, award in session.execute(asked):
        is_adjusted = (number, seq) in adjusted
        if not (is_eligible or is_adjusted or phase == "voucher"):
            continue
        counts = amount if is_eligible else (amount or ZERO) if is_adjusted else ZERO
        yield RecordedAward(
            case_number=number,
            phase=phase,
            subject=subject,
            amount=counts,
            standard=_standard(counts, before),
            seq=seq,
            by_year=award.get("by_year", {}),
        )


def _standard(amount: Decimal | None, before: Decimal | None) -> Decimal | None:
    return amount if before is None else before


def _adjusted(session: Session) -> set[tuple[str, int]]:
    """Case and step of every order that was not carried out since its amount had changed."""
    asked = select(DoneVerb.case_number, DoneVerb.seq, DoneVerb.result).where(
        DoneVerb.verb == "order_payment"
    )
    return {(number, seq) for number, seq, result in session.execute(asked) if not result.get("payment")}


def _ranks(session: Session) -> Iterator[RecordedRank]:
    columns = (BatchRank.measure_code, BatchRank.year, BatchRank.case_number, BatchRank.selected)
    asked = select(*columns, CaseFile.stage).join(CaseFile).order_by(col(BatchRank.case_number))  # type: ignore[call-overload]
    for code, year, number, is_selected, stage in session.execute(asked):
        yield RecordedRank(
            code=code,
            year=year,
            case_number=number,
            selected=is_selected,
            is_void=stage in VOID_STAGES,
        )


def _reopenings(session: Session) -> Iterator[RecordedReopening]:
    asked = select(Timeline.case_number, Timeline.seq).where(
        Timeline.event == Event.RECONSIDERATION_REQUESTED.value
    )
    for number, seq in session.exec(asked.order_by(col(Timeline.id))):
        yield RecordedReopening(case_number=number, seq=seq)
