"""A record with some chains, and an attacker who may do anything to the database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from adapters.store.audit.chain import append, entries_of
from adapters.store.engine import open_engine, transaction
from audit.verification import Verification, verify
from domain.audit.entry import HOUSE, AuditEntry

FIRST, SECOND = "LF2026-0101-00001", "LF2026-0203-00007"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LENGTH = 5


@dataclass
class Record:
    """A migrated store, with ways to write to it properly and otherwise."""

    url: str

    def __post_init__(self) -> None:
        self.engine = open_engine(self.url)
        self.is_sqlite = self.url.startswith("sqlite")

    def fill(self) -> None:
        """Two chains of five entries, and the house chain that tells of them."""
        for position in range(1, LENGTH + 1):
            for chain in (FIRST, SECOND):
                self.add(chain, position)

    def add(self, chain: str, number: int) -> AuditEntry:
        """One more entry."""
        with transaction(self.engine) as session:
            return append(
                session,
                chain=chain,
                at=AT + timedelta(minutes=number),
                actor=f"a{number}",
                party="development_and_reform",
                action="act:review",
                subject=f"s{number}",
                before={"stage": "牵头审核中", "amount": None},
                after={"stage": "公示中", "amount": Decimal("10000000.00"), "seq": number},
                policy_version="langfang-ai-2026",
                readings={"reading": "one"},
            )

    def entries(self, chain: str) -> list[AuditEntry]:
        """The entries of a chain."""
        return entries_of(self.engine, chain)

    def verified(self, case: str | None = None) -> Verification:
        """What verification says."""
        return verify(self.engine, case)

    def faults(self, case: str | None = None) -> set[tuple[str, int, str]]:
        """Chain, position and fault of each finding."""
        found = self.verified(case).findings
        return {(finding.chain, finding.position, finding.fault.value) for finding in found}

    def write(self, *statements: str, **parameters: Any) -> None:
        """Do as the attacker likes; triggers are out of the way already."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), parameters)

    def disarm(self) -> None:
        """Take the triggers away, as somebody can who may change the shape of tables."""
        if not self.is_sqlite:
            self.write(
                *(
                    f"ALTER TABLE {table} DISABLE TRIGGER ALL"
                    for table in (
                        *("audit_entry", "audit_head", "audit_words"),
                        *("audit_stamp", "audit_stamped_head"),
                    )
                )
            )
            return
        with self.engine.connect() as connection:
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            found = [name for name in names if name.startswith("audit_")]
        self.write(*(f"DROP TRIGGER {name}" for name in found))

    def where(self, chain: str, position: int) -> dict[str, Any]:
        """Parameters that name an entry."""
        return {"chain": chain, "position": position}


__all__ = ["AT", "FIRST", "HOUSE", "LENGTH", "SECOND", "Record"]
