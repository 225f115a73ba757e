"""What is done in a dry run works as ever, is noted, and is gone afterwards, locks and all."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.store.dry_run import dry_run_store
from adapters.store.engine import open_session, transaction
from adapters.store.money.ledger import balance, post
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, VoucherRow
from adapters.store.writing import hold
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Entry, Place, Posting
from tests.activities.casework import Casework

NUMBER = "LF2026-0203-00001"
AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """With a filed case."""
    Casework(engine).file(NUMBER, "compute_usage_voucher", {})
    return engine


def promise(amount: str) -> Entry:
    matter = Posting(
        case_number=NUMBER,
        code="compute_usage_voucher",
        unit="u",
        year=2026,
        clause="第2条",
        policy_version="1",
    )
    budget, promised = (
        Place(account=Account.BUDGET, holder="2026"),
        Place(account=Account.PROMISED, holder=NUMBER),
    )
    return matter.moved(Movement.PROMISED, budget, promised, Decimal(amount), key="k", at=AT)


def test_whatever_is_committed_in_a_rehearsal_is_seen_in_it_and_gone_after_it(engine: Engine) -> None:
    promised = promise("5.00")
    with dry_run_store(engine) as dry_store:
        with transaction(dry_store.engine) as session:
            hold(session, "a lock")
            post(session, promised)
        with open_session(dry_store.engine) as session:
            assert balance(session, promised.target) == Decimal("5.00")
        assert dry_store.entries == [promised]
    with open_session(engine) as session:
        assert balance(session, promised.target) == 0


def test_a_transaction_that_fails_in_a_rehearsal_takes_only_itself_back(engine: Engine) -> None:
    with dry_run_store(engine) as dry_store:
        keep(dry_store.engine, "kept")
        with pytest.raises(RuntimeError):
            write_and_fail(dry_store.engine)
        with pytest.raises(IntegrityError):
            keep(dry_store.engine, "again")
        with open_session(dry_store.engine) as session:
            assert session.get_one(VoucherRow, NUMBER).status == "kept"
            assert session.get_one(CaseFile, NUMBER).stage != "lost"


def write_and_fail(engine: Engine) -> None:
    with transaction(engine) as session:
        session.get_one(CaseFile, NUMBER).stage = "lost"
        session.flush()
        raise RuntimeError


def keep(engine: Engine, status: str) -> None:
    with transaction(engine) as session:
        session.add(VoucherRow(case_number=NUMBER, unit="u", year=2026, status=status))


def test_what_was_written_before_can_be_forgotten(engine: Engine) -> None:
    with dry_run_store(engine) as dry_store:
        with transaction(dry_store.engine) as session:
            post(session, promise("5.00"))
        dry_store.forget()
        assert (dry_store.entries, dry_store.mails, dry_store.noted) == ([], [], [])


def test_a_rehearsal_leaves_no_lock_behind_and_other_sessions_note_nothing(engine: Engine) -> None:
    with dry_run_store(engine) as dry_store, transaction(dry_store.engine) as session:
        hold(session, "a lock")
        session.get_one(CaseFile, NUMBER, with_for_update=True).filed_on = date(2026, 1, 1)
    with transaction(engine) as session:
        hold(session, "a lock")
        session.get_one(CaseFile, NUMBER, with_for_update=True).filed_on = date(2026, 1, 2)
        post(session, promise("7.00"))
    assert dry_store.entries == []
    with open_session(engine) as session:
        assert session.get_one(CaseFile, NUMBER).filed_on == date(2026, 1, 2)
