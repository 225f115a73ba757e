"""Reading the audit record whole, as one moment has it, however badly somebody wrote into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Connection
from sqlmodel import col, select

from adapters.store.reach import Engine
from adapters.store.schema import (
    AccountRow,
    AuditEntryRow,
    AuditHead,
    AuditStampedHead,
    AuditStampRow,
    AuditWordsRow,
    CaseFile,
    OutsideObjectorRow,
)
from domain.audit.stamps import Stamp
from domain.audit.verification import printable

Row = Mapping[str, Any]
AT_ONCE = 1000


class WholeRecord:
    """The record within one reading transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def heads(self) -> dict[str, Row]:
        """Chain → its head."""
        rows = self._connection.execute(select(*_columns(AuditHead))).mappings()
        return {row["chain"]: dict(row) for row in rows}

    def head(self, chain: str) -> Row | None:
        """The head of one chain."""
        asked = select(*_columns(AuditHead)).where(AuditHead.chain == chain)
        row = self._connection.execute(asked).mappings().first()
        return dict(row) if row else None

    def stamps(self) -> list[Stamp]:
        """What was stamped, day by day."""
        asked = select(*_columns(AuditStampRow)).order_by(AuditStampRow.day)
        return [
            Stamp(**{name: printable(str(value)) for name, value in row.items()})
            for row in self._connection.execute(asked).mappings()
        ]

    def stamped_on(self, day: str) -> list[Row]:
        """Chain, length and tip of every head that was stamped on a day."""
        columns = (col(AuditStampedHead.chain), col(AuditStampedHead.length), col(AuditStampedHead.tip))
        asked = select(*columns).where(AuditStampedHead.day == day)
        return [dict(row) for row in self._connection.execute(asked).mappings()]

    def stamped_of(self, chain: str) -> list[Row]:
        """The heads of a chain that were stamped, with their days, the shortest first."""
        asked = select(*_columns(AuditStampedHead)).where(AuditStampedHead.chain == chain)
        return [
            dict(row) for row in self._connection.execute(asked.order_by(AuditStampedHead.length)).mappings()
        ]

    def stamped_chains(self) -> set[str]:
        """Every chain of which a head was stamped."""
        return set(self._connection.execute(select(col(AuditStampedHead.chain)).distinct()).scalars())

    def cases(self) -> list[str]:
        """The numbers of all cases."""
        return list(
            self._connection.execute(select(col(CaseFile.number)).order_by(CaseFile.number)).scalars()
        )

    def accounts(self) -> set[str]:
        """The ids of everybody who has an account here, or objects without one."""
        return {
            identifier
            for table in (AccountRow, OutsideObjectorRow)
            for identifier in self._connection.execute(select(col(table.id))).scalars()
        }

    def words(self, chain: str) -> dict[int, list[Row]]:
        """Position → the words that are kept of that entry of a chain, with their salts."""
        asked = select(*_columns(AuditWordsRow)).where(AuditWordsRow.chain == chain)
        found: dict[int, list[Row]] = {}
        for row in self._connection.execute(asked).mappings():
            found.setdefault(row["position"], []).append(dict(row))
        return found

    def entries(self, chain: str | None = None) -> Iterator[tuple[str, Iterator[Row]]]:
        """Chain by chain, each in the order of its positions; nothing is held in memory but some rows."""
        asked = select(*_columns(AuditEntryRow)).order_by(AuditEntryRow.chain, AuditEntryRow.position)
        if chain is not None:
            asked = asked.where(AuditEntryRow.chain == chain)
        found = self._connection.execution_options(yield_per=AT_ONCE).execute(asked).mappings()
        return groupby(cast("Iterator[Row]", iter(found)), key=lambda row: row["chain"])


@contextmanager
def whole_record(engine: Engine) -> Iterator[WholeRecord]:
    """Read the record as it is at one moment, while others go on writing."""
    is_sqlite = engine.dialect.name == "sqlite"
    at = engine if is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
    with at.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        if is_sqlite:
            driver.text_factory = _as_far_as_it_is_text
        try:
            yield WholeRecord(connection)
        finally:
            if is_sqlite:
                driver.text_factory = str


def _as_far_as_it_is_text(kept: bytes) -> str:
    """SQLite lets a changed byte make a text that is none; reading goes on, and verification names the entry."""
    return kept.decode("utf-8", "surrogateescape")


def _columns(table: Any) -> Any:
    return table.__table__.columns
