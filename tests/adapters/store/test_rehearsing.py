"""What is done in a rehearsal works as ever, is noted, and is gone afterwards, locks and all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.store.dry_run import rehearsed
from adapters.store.engine import open_engine, session, transaction
from adapters.store.money.ledger import balance, post
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, Voucher
from adapters.store.writing import hold
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Entry, Matter, Place
from tests.activities.casework import Casework

NUMBER = "LF2026-0203-00001"
AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    Casework(opened).file(NUMBER, "compute_usage_voucher", {})
    yield opened
    opened.dispose()


def promise(amount: str) -> Entry:
    matter = Matter(
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
    with rehearsed(engine) as trial:
        with transaction(trial.engine) as writing:
            hold(writing, "a lock")
            post(writing, promised)
        with session(trial.engine) as reading:
            assert balance(reading, promised.target) == Decimal("5.00")
        assert trial.entries == [promised]
    with session(engine) as reading:
        assert balance(reading, promised.target) == 0


def test_a_transaction_that_fails_in_a_rehearsal_takes_only_itself_back(engine: Engine) -> None:
    with rehearsed(engine) as trial:
        keep(trial.engine, "kept")
        with pytest.raises(RuntimeError):
            write_and_fail(trial.engine)
        with pytest.raises(IntegrityError):
            keep(trial.engine, "again")
        with session(trial.engine) as reading:
            assert reading.get_one(Voucher, NUMBER).status == "kept"
            assert reading.get_one(CaseFile, NUMBER).stage != "lost"


def write_and_fail(engine: Engine) -> None:
    with transaction(engine) as writing:
        writing.get_one(CaseFile, NUMBER).stage = "lost"
        writing.flush()
        raise RuntimeError


def keep(engine: Engine, status: str) -> None:
    with transaction(engine) as writing:
        writing.add(Voucher(case_number=NUMBER, unit="u", year=2026, status=status))


def test_what_was_written_before_can_be_forgotten(engine: Engine) -> None:
    with rehearsed(engine) as trial:
        with transaction(trial.engine) as writing:
            post(writing, promise("5.00"))
        trial.forget()
        assert (trial.entries, trial.mails, trial.noted) == ([], [], [])


def test_a_rehearsal_leaves_no_lock_behind_and_other_sessions_note_nothing(engine: Engine) -> None:
    with rehearsed(engine) as trial, transaction(trial.engine) as writing:
        hold(writing, "a lock")
        writing.get_one(CaseFile, NUMBER, with_for_update=True).filed_on = date(2026, 1, 1)
    with transaction(engine) as writing:
        hold(writing, "a lock")
        writing.get_one(CaseFile, NUMBER, with_for_update=True).filed_on = date(2026, 1, 2)
        post(writing, promise("7.00"))
    assert trial.entries == []
    with session(engine) as reading:
        assert reading.get_one(CaseFile, NUMBER).filed_on == date(2026, 1, 2)
