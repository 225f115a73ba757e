"""Which activities are done, with their answers, and the locks that keep two from counting the same money."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event, text, update
from sqlmodel import Session as Session
from sqlmodel import SQLModel, col

from adapters.store.engine import transaction as transaction
from adapters.store.inserting import insert_once
from adapters.store.tables.case_file import DoneVerb
from domain.case.record.steps import Request
from domain.frozen import Frozen


def done_answer(session: Session, case_number: str, verb: str, seq: int) -> dict[str, Any] | None:
    """What the activity answered when it was done; None when it was not."""
    row = session.get(DoneVerb, (case_number, verb, seq))
    return row.result if row else None


def keep_answer(session: Session, verb: str, asked: Request, answer: Frozen) -> None:
    """Note in the same transaction that the activity is done, and what had come to the case before."""
    head = asked.model_dump(mode="json", include={"came"})
    key: dict[str, Any] = {"case_number": asked.case_number, "verb": verb, "seq": asked.seq}
    session.add(DoneVerb(**key, at=asked.at, **head, result=answer.model_dump(mode="json")))


def add_once(session: Session, rows: Sequence[SQLModel]) -> None:
    """Add rows of one table in one statement; one whose key is there already stays as it is."""
    if not rows:
        return
    table, connection = SQLModel.metadata.tables[str(rows[0].__tablename__)], session.connection()
    insert = insert_once(connection, table)
    connection.execute(
        insert, [{column.key: getattr(row, column.key) for column in table.columns} for row in rows]
    )


def forget_what_came(session: Session, case_number: str) -> None:
    """A case that has ended is not walked again; whole acts, with their words, are kept once."""
    session.flush()
    session.execute(update(DoneVerb).where(col(DoneVerb.case_number) == case_number).values(came=[]))


def hold(session: Session, name: str) -> None:
    """Let one transaction at a time go on under this name. SQLite has a single writer anyway."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Call when the transaction has been committed; never when it was not."""
    event.listen(session, "after_commit", lambda _: call(), once=True)
