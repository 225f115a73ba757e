"""Two hundred approvals at the same moment, from several processes on PostgreSQL, against the last half million."""

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from decimal import Decimal
from multiprocessing import get_context

import pytest

from activities.money.bookings import pool_of
from adapters.store.engine import open_engine, open_session, transaction
from adapters.store.money.ledger import balance, open_pool, post
from adapters.store.schema import LedgerEntry
from domain.case.record.money_steps import VoucherRequest
from domain.case.record.stages import Stage
from domain.case.verbs import ISSUE_VOUCHER
from domain.catalogue.registry import load_catalogue
from domain.ledger.entries import Posting
from domain.ledger.pool import Pool
from tests.activities.casework import AT, Announced, Casework

CASES, PROCESSES = 200, 4
LEFT, FACE = Decimal("500000.00"), Decimal("27350.00")
FEE = FACE * 2
USAGE = "compute_usage_voucher"


class Announcing(Announced):
    """Tells the head of the queue by issuing to it."""

    def __init__(self, counter: "Counter") -> None:
        super().__init__()
        self.counter = counter

    def quota(self, case_number: str) -> None:
        self.counter.issue(case_number)


class Counter:
    """A process that issues vouchers, and asks again for whom it is told to, as a workflow would."""

    def __init__(self, url: str, seed: int) -> None:
        self.casework = Casework(open_engine(url), Announcing(self))
        self.seqs = random.Random(seed)

    def issue(self, number: str) -> None:
        seq = self.seqs.randrange(2**31)
        self.casework.do(ISSUE_VOUCHER, VoucherRequest(case_number=number, seq=seq, at=AT, valid_months=12))


def issue_all(url: str, numbers: list[str], seed: int) -> None:
    counter = Counter(url, seed)
    for number in numbers:
        counter.issue(number)
    counter.casework.engine.dispose()


LONG_SEEDS = [pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 10)]


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("seed", [0, *LONG_SEEDS])
def test_two_hundred_approvals_issue_exactly_what_is_left_in_order(
    database_url: str, processes: ProcessPoolExecutor, seed: int
) -> None:
    casework = Casework(open_engine(database_url))
    leave_in_pool(casework, LEFT)
    in_order = [file_on_notice(casework, running) for running in range(CASES)]
    arriving = random.Random(seed).sample(in_order, CASES)
    shares = [arriving[start::PROCESSES] for start in range(PROCESSES)]
    counters = [
        processes.submit(issue_all, database_url, share, seed * 100 + number)
        for number, share in enumerate(shares)
    ]
    for counter in counters:
        counter.result(60)
    issued = [(row.case_number, row.amount) for row in casework.rows(LedgerEntry) if row.movement == "issued"]
    faces = [FACE] * 18 + [LEFT - 18 * FACE]
    assert issued[1:] == list(zip(in_order, faces, strict=False))
    with open_session(casework.engine) as session:
        assert balance(session, pool().place) == 0
    casework.engine.dispose()


def pool() -> Pool:
    return pool_of(load_catalogue().in_force(AT.date()), USAGE, 2026)


def leave_in_pool(casework: Casework, left: Decimal) -> None:
    others = Posting(
        case_number="others", code=USAGE, unit="others", year=2026, clause="第2条", policy_version="1"
    )
    with transaction(casework.engine) as session:
        face = open_pool(session, pool(), AT) - left
        post(session, *pool().issued(others, face, "others", AT))


def file_on_notice(casework: Casework, running: int) -> str:
    """A case whose notice has ended; the later its number, the earlier it was complete."""
    return casework.file(
        f"LF2026-0203-{CASES - running:05}",
        USAGE,
        {"uses_local_platform": True, "compute_fee": f"{FEE}"},
        unit=f"unit-{running}",
        complete_at=AT + timedelta(minutes=running),
        stage=Stage.PUBLIC_NOTICE.value,
        due_at=AT,
    )
