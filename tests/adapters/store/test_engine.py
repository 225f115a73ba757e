"""A transaction is whole or nothing; money and instants come back as they went in."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import VoucherRow
from domain.money import LARGEST
from tests.activities.casework import Casework


@pytest.mark.parametrize("amount", [Decimal("0.01"), Decimal("12300000.00"), LARGEST])
def test_money_and_instants_are_exact(database_url: str, amount: Decimal) -> None:
    engine = open_engine(database_url)
    shanghai = datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=8)))
    casework = Casework(engine)
    number = casework.file("LF2026-0203-00001", "compute_usage_voucher", {}, amount=amount, due_at=shanghai)
    row = casework.case(number)
    assert row.amount == amount
    assert row.due_at == shanghai
    assert row.due_at is not None
    assert row.due_at.tzinfo is UTC
    engine.dispose()


def test_a_transaction_that_fails_leaves_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    number = Casework(engine).file("LF2026-0203-00001", "compute_usage_voucher", {})
    with pytest.raises(RuntimeError):
        _write_and_fail(engine, number)
    with open_session(engine) as session:
        assert session.get(VoucherRow, number) is None
    engine.dispose()


def _write_and_fail(engine: Engine, number: str) -> None:
    with transaction(engine) as session:
        session.add(VoucherRow(case_number=number, unit="u", year=2026, status="queued"))
        session.flush()
        raise RuntimeError
