"""A store from before the ledger: migrated, every yuan stands where it stood, and everything agrees."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlmodel import select

from adapters.store.engine import open_engine, session
from adapters.store.migrate import alembic_config, migrate
from adapters.store.money.ledger import balance
from adapters.store.reach import Engine
from adapters.store.schema import LedgerEntry
from audit.reconciliation import reconcile_store
from domain.catalogue.registry import load_catalogue
from domain.ledger.accounts import Account
from domain.ledger.entries import Place

VERSION = load_catalogue().policies[0].version
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PAID, PROMISED, ENDED, RETURNED = (f"LF2026-0502-{running:05}" for running in range(1, 5))
YEARLY = "LF2026-0102-00001"
EXPIRED, ISSUED, QUEUED, ON_NOTICE, CANCELLED = (f"LF2026-0203-{running:05}" for running in range(1, 6))
CODES = {
    "0502": "national_research_platform",
    "0102": "compute_centre_operation",
    "0203": "compute_usage_voucher",
}


class OldStore:
    """A store in its first shape, and rows as the verbs of that time left them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tables = sa.MetaData()
        self._tables.reflect(engine)
        self._minutes = 0

    def add(self, name: str, **content: Any) -> None:
        table = self._tables.tables[name]
        with self._engine.begin() as connection:
            connection.execute(table.insert().values(**content))

    def now(self) -> datetime:
        self._minutes += 1
        return AT + timedelta(minutes=self._minutes)

    def case(self, number: str, stage: str, amount: int | None, *, final: bool = False) -> None:
        texts = ("unit_name", "applicant_account", "contact_email", "filing_digest", "lead", "locality")
        self.add(
            "case_file",
            **dict.fromkeys(texts, "x"),
            declared_facts={},
            other_funding=[],
            readings={},
            plan={},
            number=number,
            code=CODES[number[7:11]],
            measure_number="1",
            policy_version=VERSION,
            unit=f"unit of {number}",
            award_base=f"base of {number}",
            fiscal_year=2026,
            filed_on=date(2026, 3, 2),
            stage=stage,
            since=AT,
            seq=3,
            amount=None if amount is None else amount * 100,
            overdue=False,
            final=final,
            filing_key=number,
        )

    def award(self, number: str, amount: int | None, phase: str = "filing", subject: str = "") -> None:
        self.add(
            "award",
            case_number=number,
            seq=1,
            phase=phase,
            subject=subject,
            unit=f"unit of {number}",
            year=2026,
            award_base=f"base of {number}",
            code=CODES[number[7:11]],
            amount=None if amount is None else amount * 100,
            eligible=True,
            award={},
            at=self.now(),
        )

    def payment(self, number: str, place: int, amount: int, status: str, subject: str = "") -> None:
        self.add(
            "payment",
            id=f"{number}-P{place}",
            case_number=number,
            subject=subject,
            amount=amount * 100,
            city_amount=amount * 100,
            locality_amount=0,
            document_number="廊财〔2026〕1号",
            payee="p",
            status=status,
            ordered_at=self.now(),
            reason="",
        )

    def voucher(self, number: str, status: str, face: int | None = None, left: int | None = None) -> None:
        self.add(
            "voucher",
            case_number=number,
            unit=f"unit of {number}",
            year=2026,
            face=None if face is None else face * 100,
            left=None if left is None else left * 100,
            queued_at=AT,
            issued_on=date(2026, 3, 2) if face else None,
            status=status,
        )

    def redemption(self, number: str, place: int, amount: int, status: str = "approved") -> None:
        invoices = [{"number": f"{number}-{place}", "supplier": "s"}]
        self.add(
            "redemption",
            case_number=number,
            number=place,
            invoices=invoices,
            amount=amount * 100,
            status=status,
        )

    def fill(self) -> None:
        """Everything that can have stood in a store of that time."""
        self.case(PAID, "已办结", 1_000_000, final=True)
        self.award(PAID, 1_000_000)
        self.payment(PAID, 1, 1_000_000, "paid")
        self.case(PROMISED, "公示中", 800_000)
        self.award(PROMISED, 1_000_000)
        self.award(PROMISED, 800_000)
        self.case(ENDED, "已撤回", 1_000_000, final=True)
        self.award(ENDED, 1_000_000)
        self.case(RETURNED, "拨付中", 1_000_000)
        self.award(RETURNED, 1_000_000)
        for place in range(1, 11):
            self.payment(RETURNED, place, 1_000_000, "returned")
        self.payment(RETURNED, 11, 1_000_000, "ordered")
        self._fill_yearly()
        self._fill_vouchers()

    def _fill_yearly(self) -> None:
        """One year paid, the next returned by the bank; the first award was not known in figures."""
        self.case(YEARLY, "退票", 250_000)
        self.award(YEARLY, None)
        self.award(YEARLY, 200_000, "instalment", "1")
        self.payment(YEARLY, 1, 200_000, "paid", "1")
        self.award(YEARLY, 250_000, "instalment", "2")
        self.payment(YEARLY, 2, 250_000, "returned", "2")

    def _fill_vouchers(self) -> None:
        """Expired with a rest, redeemed in two parts, queueing, on its way, cancelled before anything was redeemed."""
        self._voucher_case(EXPIRED, "已办结", "expired", 500_000, 300_000, final=True)
        self.redemption(EXPIRED, 1, 200_000)
        self.payment(EXPIRED, 1, 200_000, "paid", "1")
        self._voucher_case(ISSUED, "拨付中", "issued", 600_000, 100_000)
        for place, amount, status in ((1, 300_000, "paid"), (3, 200_000, "ordered")):
            self.redemption(ISSUED, place, amount)
            self.payment(ISSUED, place, amount, status, str(place))
        self.redemption(ISSUED, 2, 50_000, "refused")
        self.case(QUEUED, "额度排队", 400_000)
        self.award(QUEUED, 400_000)
        self.voucher(QUEUED, "queued")
        self.case(ON_NOTICE, "公示中", 400_000)
        self.award(ON_NOTICE, 400_000)
        self._voucher_case(CANCELLED, "已撤回", "cancelled", 700_000, 700_000, final=True)

    def _voucher_case(
        self, number: str, stage: str, status: str, face: int, left: int, *, final: bool = False
    ) -> None:
        self.case(number, stage, face, final=final)
        self.award(number, face)
        self.award(number, face, "voucher")
        self.voucher(number, status, face, left)


@pytest.fixture
def migrated(empty_database_url: str) -> Iterator[Engine]:
    """A store that was filled in its first shape and then migrated."""
    command.upgrade(alembic_config(empty_database_url), "0001")
    engine = open_engine(empty_database_url)
    OldStore(engine).fill()
    engine.dispose()
    migrate(empty_database_url)
    yield engine
    engine.dispose()


STANDS = {
    ("pool", "voucher/2026"): 10_000_000 - 200_000 - 600_000,
    ("issued", EXPIRED): 0,
    ("paid", f"{EXPIRED}#1"): 200_000,
    ("issued", ISSUED): 100_000,
    ("paid", f"{ISSUED}#1"): 300_000,
    ("ordered", f"{ISSUED}#3"): 200_000,
    ("issued", CANCELLED): 0,
    ("promised", ON_NOTICE): 0,
    ("promised", QUEUED): 0,
    ("paid", PAID): 1_000_000,
    ("promised", PROMISED): 800_000,
    ("promised", ENDED): 0,
    ("ordered", RETURNED): 1_000_000,
    ("returned", RETURNED): 0,
    ("paid", f"{YEARLY}#1"): 200_000,
    ("returned", f"{YEARLY}#2"): 250_000,
    ("budget", "2026"): -10_000_000 - 1_000_000 - 800_000 - 1_000_000 - 450_000,
}


def test_money_stands_in_the_ledger_where_it_stood_before(migrated: Engine) -> None:
    with session(migrated) as reading:
        found = {
            (account, holder): balance(reading, Place(account=Account(account), holder=holder))
            for account, holder in STANDS
        }
    assert found == {place: Decimal(amount) for place, amount in STANDS.items()}


def test_a_migrated_store_agrees_with_itself(migrated: Engine) -> None:
    found = reconcile_store(migrated, load_catalogue())
    assert (found.differences, found.cases) == ((), 10)


def test_a_store_without_money_gets_no_entry(empty_database_url: str) -> None:
    command.upgrade(alembic_config(empty_database_url), "0001")
    migrate(empty_database_url)
    engine = open_engine(empty_database_url)
    with session(engine) as reading:
        assert reading.exec(select(LedgerEntry)).all() == []
    engine.dispose()
