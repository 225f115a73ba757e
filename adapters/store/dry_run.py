"""A transaction in which everything can be done for trial: the rooms above write as ever, and nothing stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, SQLModel

from adapters.store.engine import WRITES
from adapters.store.mail.outbox import waiting_mail
from adapters.store.money.ledger import entry_of
from adapters.store.tables.case_file import DoneVerb, Timeline
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.mail import Mail
from domain.frozen import Frozen
from domain.ledger.entries import Entry
from domain.post_office import WaitingMail

_WRITTEN = "duixian_written"
Row = TypeVar("Row", bound=SQLModel)


class Noted(Frozen):
    """One line that was added to the timeline of a case."""

    case_number: str
    seq: int
    event: str
    stage: str
    reason: str = ""
    subject: str = ""


@dataclass(frozen=True)
class DryRunStore:
    """A tried store.

    Attributes:
        engine: works as any; all of its transactions are parts of one that is rolled back.
        rows: what was added through it so far, in order.
    """

    engine: Engine
    rows: list[SQLModel] = field(default_factory=list)

    def forget(self) -> None:
        """Count only what is written from now on."""
        self.rows.clear()

    @property
    def mails(self) -> list[tuple[int, WaitingMail]]:
        """The mails that were queued, each with its number in the case."""
        return [(row.seq, waiting_mail(row)) for row in self._rows_of(Mail)]

    @property
    def entries(self) -> list[Entry]:
        """How money was moved."""
        return [entry_of(row) for row in self._rows_of(LedgerEntry)]

    @property
    def noted(self) -> list[Noted]:
        """What was added to timelines."""
        return [
            Noted.model_validate(row.model_dump(include=set(Noted.model_fields)))
            for row in self._rows_of(Timeline)
        ]

    @property
    def steps(self) -> int:
        """How many steps were done that were not done before."""
        return len(self._rows_of(DoneVerb))

    def _rows_of(self, table: type[Row]) -> list[Row]:
        return [row for row in self.rows if isinstance(row, table)]


@contextmanager
def dry_run_store(engine: Engine) -> Iterator[DryRunStore]:
    """A store in which whatever is done is undone at the end.

    A connection stands in for the engine: a session on it that commits, or that is refused, ends a savepoint and no more.
    Locks are held until the end, so what is tried has to be quick. One thread at a time.
    """
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        dry_store = DryRunStore(cast("Engine", connection))
        connection.execution_options(**{_WRITTEN: dry_store.rows})
        whole = connection.begin()
        try:
            connection.begin_nested()  # from now on a session joins with a savepoint of its own
            yield dry_store
        finally:
            whole.rollback()


@event.listens_for(Session, "after_flush")
def _note_rows(session: Session, _context: Any) -> None:
    """Keep a copy of the rows that a dry run adds; other sessions are on an engine."""
    bind = session.get_bind()
    if isinstance(bind, Connection):
        rows = bind.get_execution_options().get(_WRITTEN)
        if rows is not None:
            rows.extend(type(row)(**row.model_dump()) for row in session.new)
