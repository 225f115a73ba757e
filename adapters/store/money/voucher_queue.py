"""Who comes before whom when vouchers of a year are issued: order of complete acceptance (第2条)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import col, select

from adapters.store.cases.file import FiledCase
from adapters.store.engine import open_session
from adapters.store.money.ledger import case_moved
from adapters.store.reach import Engine
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.quota import VoucherRow
from adapters.store.writing import Session
from domain.case.record.stages import Stage
from domain.ledger.accounts import Movement

PATIENCE = timedelta(days=3)
"""How long a case that should ask for its voucher is waited for; one that does not come by then is broken."""


def arriving_before(session: Session, case: FiledCase, codes: Collection[str], at: datetime) -> list[str]:
    """The cases that were complete before this one, whose notice has ended, and that have not asked yet.

    Notices end together, at midnight; which case gets to the pool first is chance, and must not decide.

    Args:
        session: the transaction, which holds the pool.
        case: asks for its voucher.
        codes: the voucher types.
        at: when it asks.
    """
    asked = select(CaseFile.number).where(
        col(CaseFile.code).in_(codes),
        CaseFile.stage == Stage.PUBLIC_NOTICE.value,
        col(CaseFile.due_at) <= at,
        col(CaseFile.due_at) > at - PATIENCE,
        CaseFile.number != case.number,
        col(CaseFile.number).not_in(select(VoucherRow.case_number)),
    )
    if case.complete_at is not None:
        complete_at, number = col(CaseFile.complete_at), col(CaseFile.number)
        is_before = (complete_at == case.complete_at) & (number < case.number)
        asked = asked.where((complete_at < case.complete_at) | is_before)
    return list(session.exec(asked))


def faces_in_order(engine: Engine, code: str) -> list[tuple[str, Decimal]]:
    """The cases of a type in order of complete acceptance, each with what was issued to it, 元."""
    chosen = (
        select(CaseFile.number)
        .where(CaseFile.code == code)
        .order_by(col(CaseFile.complete_at), col(CaseFile.number))
    )
    with open_session(engine) as session:
        return [
            (number, case_moved(session, number, Movement.ISSUED)) for number in session.exec(chosen).all()
        ]
