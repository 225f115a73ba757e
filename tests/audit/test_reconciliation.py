"""A store brought about by the verbs agrees with itself; whatever a vandal changes in it is named."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, text

from adapters.store.engine import open_engine
from adapters.store.schema import LedgerEntry
from audit.__main__ import main
from domain.ledger.accounts import Movement
from domain.ledger.differences import DifferenceKind
from tests.audit.paying import ALONE, CASES, CENTRE, FILLERS, PLATFORM, TESTINGS, VOUCHERS, Paying
from tests.fixtures.postgresql import connect

VERBS = (
    *("assess", "assess", "assess", "order", "order", "settle", "settle", "issue", "redeem"),
    *("come_back", "release", "reclaim", "repay", "reverse", "lapse", "end"),
)
some_cases = st.lists(st.sampled_from(CASES), min_size=1, max_size=3)
acts = some_cases.flatmap(
    lambda cases: st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(cases)), max_size=20)
)
ALL_THERE_IS = [
    *[("assess", PLATFORM), ("order", PLATFORM), ("settle", PLATFORM, "returned"), ("order", PLATFORM)],
    *[("assess", CENTRE), ("settle", PLATFORM), ("order", CENTRE), ("settle", CENTRE), ("assess", ALONE)],
    *[("redeem", VOUCHERS[0]), ("order", VOUCHERS[0]), ("settle", VOUCHERS[0]), ("redeem", VOUCHERS[0])],
    *[("issue", VOUCHERS[1]), ("issue", VOUCHERS[2]), ("release", VOUCHERS[0]), ("issue", VOUCHERS[2])],
    *[("assess", TESTINGS[0]), ("assess", TESTINGS[1]), ("reclaim", PLATFORM), ("repay", PLATFORM)],
    *[("order", TESTINGS[0]), ("settle", TESTINGS[0], "returned"), ("order", TESTINGS[0])],
    *[("settle", TESTINGS[0]), ("reclaim", CENTRE, "repayment"), ("repay", CENTRE), ("reverse", CENTRE)],
    *[("order", CENTRE), ("settle", CENTRE), ("end", ALONE), ("end", VOUCHERS[1]), ("end", PLATFORM)],
    *[("come_back", CENTRE), ("come_back", TESTINGS[0]), ("order", CENTRE), ("settle", CENTRE)],
    *[("order", TESTINGS[0]), ("settle", TESTINGS[0]), ("come_back", CENTRE), ("lapse", VOUCHERS[2])],
]
"""Payments returned, also once confirmed, ordered again and set off; a voucher redeemed, given back, and the next served; a recovery undone."""


@pytest.fixture
def filled_url(database_url: str) -> str:
    """A store with cases and vouchers, which nobody has open."""
    engine = open_engine(database_url)
    Paying(engine).fill()
    engine.dispose()
    return database_url


@contextmanager
def copied(url: str) -> Iterator[Paying]:
    """The verbs on a copy of a store."""
    name = f"copy_{uuid.uuid4().hex}"
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        copy = parts.set(database=str(Path(str(parts.database)).with_name(name)))
        shutil.copy(str(parts.database), str(copy.database))
    else:
        folder, copy = Path(str(parts.query["host"])), parts.set(database=name)
        with connect(folder) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {parts.database}")
    engine = open_engine(copy.render_as_string(hide_password=False))
    try:
        yield Paying(engine)
    finally:
        engine.dispose()


@pytest.mark.long
def test_all_that_money_can_do_leaves_no_difference(filled_url: str) -> None:
    with copied(filled_url) as paying:
        for verb, number, *given_ in ALL_THERE_IS:
            paying.do(verb, number, *given_)
            assert paying.differences() == ()
        movements = {row.movement for row in paying.casework.rows(LedgerEntry)}
    assert movements == set(Movement)


def test_whatever_the_verbs_do_in_whatever_order_there_is_no_difference(filled_url: str) -> None:
    is_sqlite = filled_url.startswith("sqlite")

    @settings(
        max_examples=20 if is_sqlite else 5,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(acts)
    def check(done: list[tuple[str, str]]) -> None:
        with copied(filled_url) as paying:
            for verb, number in done:
                paying.do(verb, number)
                assert paying.differences() == ()

    check()


@pytest.fixture
def paid(filled_url: str) -> Iterator[Paying]:
    """A store in which 5.2 and 1.1 were paid, a voucher redeemed and something reclaimed; its triggers are gone."""
    engine = open_engine(filled_url)
    paying = Paying(engine)
    for verb, number, *given_ in ALL_THERE_IS[:13] + ALL_THERE_IS[19:20]:
        paying.do(verb, number, *given_)
    for table in ("ledger_entry", "recovery"):
        disarm(paying, table)
    assert paying.differences() == ()
    yield paying
    engine.dispose()


def disarm(paying: Paying, table: str) -> None:
    """Take the triggers of a table away."""
    engine = paying.casework.engine
    if engine.dialect.name == "postgresql":
        vandalise(paying, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    else:
        vandalise(paying, *(f"DROP TRIGGER {table}_refuses_{verb}" for verb in ("update", "delete")))


def vandalise(paying: Paying, *statements: str) -> None:
    """Do as somebody does who has the database to himself."""
    with paying.casework.engine.begin() as connection:
        for statement in statements:
            said = text(statement)
            connection.execute(said, {name: NAMES[name] for name in said.compile().params})


NAMES = {"platform": PLATFORM, "centre": CENTRE, "voucher": VOUCHERS[0], "alone": ALONE, "filler": FILLERS[0]}
VANDALISMS: dict[str, tuple[str, set[DifferenceKind]]] = {
    "an entry is deleted": (
        "DELETE FROM ledger_entry WHERE case_number = :centre AND movement = 'paid'",
        {DifferenceKind.PAYMENT},
    ),
    "an entry is raised by a fen": (
        "UPDATE ledger_entry SET amount = amount + 1 WHERE case_number = :centre AND movement = 'promised'",
        {DifferenceKind.AWARD},
    ),
    "the order of entries is changed": (
        "UPDATE ledger_entry SET id = -id WHERE case_number = :centre AND movement = 'ordered'",
        {DifferenceKind.ENTRY},
    ),
    "a returned payment is said to be paid": (
        "UPDATE payment SET status = 'paid' WHERE case_number = :platform AND status = 'returned'",
        {DifferenceKind.PAYMENT, DifferenceKind.PAID_TWICE},
    ),
    "a payment is deleted": ("DELETE FROM payment WHERE case_number = :centre", {DifferenceKind.PAYMENT}),
    "a split is changed": (
        "UPDATE payment SET city_amount = city_amount - 1 WHERE case_number = :centre",
        {DifferenceKind.SPLIT},
    ),
    "an award is changed": (
        "UPDATE award SET amount = amount + 1 WHERE case_number = :centre",
        {DifferenceKind.AWARD, DifferenceKind.FILE},
    ),
    "a file is changed": ("UPDATE case_file SET amount = 1 WHERE number = :centre", {DifferenceKind.FILE}),
    "a voucher is declared expired": (
        "UPDATE voucher SET status = 'expired' WHERE case_number = :voucher",
        {DifferenceKind.VOUCHER},
    ),
    "a redemption is raised": (
        "UPDATE redemption SET amount = amount + 1 WHERE case_number = :voucher AND status = 'approved'",
        {DifferenceKind.REDEMPTION},
    ),
    "a recovery is lowered": (
        "UPDATE recovery SET amount = 1 WHERE case_number = :platform",
        {DifferenceKind.RECOVERY},
    ),
    "a case is closed": ("UPDATE case_file SET final = true WHERE number = :voucher", {DifferenceKind.ENDED}),
    "a pool is enlarged": (
        "UPDATE ledger_entry SET amount = amount * 2 WHERE movement = 'opened'",
        {DifferenceKind.POOL},
    ),
    "a voucher is said to belong to a unit that has its vouchers": (
        "UPDATE case_file SET unit = 'unit of ' || CAST(:filler AS varchar) WHERE number = :voucher",
        {DifferenceKind.UNIT_CAP},
    ),
    "a second award comes to a project": (
        (
            "UPDATE case_file SET award_base = (SELECT award_base FROM case_file WHERE number = :centre) "
            "WHERE number = :alone"
        ),
        {DifferenceKind.HIGHER_OF},
    ),
    "four models are selected": (
        (
            "INSERT INTO batch_rank (measure_code, year, case_number, rank, selected, candidates) "
            "SELECT 'foundation_model', 2026, number, 1, true, 4 FROM case_file "
            "WHERE number IN (:alone, :centre, :platform, :voucher)"
        ),
        {DifferenceKind.QUOTA},
    ),
}


@pytest.mark.long
def test_what_a_vandal_changes_is_named(paid: Paying) -> None:
    paid.do("order", ALONE)
    assert paid.differences() == ()
    paid.casework.engine.dispose()
    found: dict[str, set[DifferenceKind]] = {}
    for name, (statement, _) in VANDALISMS.items():
        with copied(paid.casework.engine.url.render_as_string(hide_password=False)) as vandalised:
            vandalise(vandalised, statement)
            found[name] = {each.kind for each in vandalised.differences()}
    assert found == {name: kinds for name, (_, kinds) in VANDALISMS.items()}


def test_the_command_tells_each_difference_and_ends_with_one(
    paid: Paying, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", paid.casework.engine.url.render_as_string(False))
    assert main(["reconcile", "--store-only"]) == 0
    assert "全部一致。" in capsys.readouterr().out
    vandalise(paid, VANDALISMS["a file is changed"][0])
    assert main(["reconcile", "--store-only"]) == 1
    told = capsys.readouterr().out
    assert f"[案件金额不符] {CENTRE} 案件金额：台账 0.01；对方 600,000.00" in told
    assert "发现 1 处差异。" in told


def test_without_temporal_the_workflows_are_said_to_be_unproven(
    paid: Paying, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", paid.casework.engine.url.render_as_string(False))
    monkeypatch.setenv("DUIXIAN_TEMPORAL_ADDRESS", "127.0.0.1:9")
    assert main(["reconcile"]) == 1
    assert "[未能核对] 全部流程" in capsys.readouterr().out
