"""What an act lays down before it is sent: objections, and payee details, whose bank data goes nowhere else."""

from datetime import UTC, datetime
from typing import Any

from adapters.store.engine import transaction
from adapters.store.reach import Engine
from adapters.store.schema import Objection as ObjectionRow
from adapters.store.schema import Payee as PayeeRow
from domain.frozen import Frozen


class Objection(Frozen):
    """An objection during public notice."""

    id: str
    case_number: str
    raised_by: str
    party: str
    content: str


class PayeeDetails(Frozen):
    """An account that is paid to."""

    id: str
    case_number: str
    account_name: str
    bank: str
    account_number: str
    reason: str = ""
    given_by: str


def add_objection(engine: Engine, objection: Objection) -> bool:
    """Lay down an objection; False when it is there already."""
    return _add(engine, ObjectionRow, objection)


def add_payee(engine: Engine, payee: PayeeDetails) -> bool:
    """Lay down payee details; False when they are there already."""
    return _add(engine, PayeeRow, payee)


def drop_objection(engine: Engine, identifier: str) -> None:
    """Take back an objection whose act was refused."""
    _drop(engine, ObjectionRow, identifier)


def drop_payee(engine: Engine, identifier: str) -> None:
    """Take back payee details whose act was refused."""
    _drop(engine, PayeeRow, identifier)


def _add(engine: Engine, table: Any, content: Objection | PayeeDetails) -> bool:
    with transaction(engine) as writing:
        if writing.get(table, content.id) is not None:
            return False
        writing.add(table(**content.model_dump(), at=datetime.now(UTC)))
        return True


def _drop(engine: Engine, table: Any, identifier: str) -> None:
    with transaction(engine) as writing:
        row = writing.get(table, identifier)
        if row is not None:
            writing.delete(row)
