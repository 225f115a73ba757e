"""What an act lays down before it is sent: objections, and payee details, whose bank data goes nowhere else.

The audit record has digests of both: it knows who gave what when, and tells nobody what it was.
"""

from datetime import UTC, datetime
from typing import Any

from adapters.store.audit.chain import append
from adapters.store.engine import transaction
from adapters.store.reach import Engine
from adapters.store.schema import ObjectionRow
from adapters.store.schema import Payee as PayeeRow
from domain.audit.canonical import digest_of_text, slow_digest_of
from domain.departments import APPLICANT
from domain.frozen import Frozen


class Objection(Frozen):
    """An objection during public notice."""

    id: str
    case_number: str
    raised_by: str
    party: str
    content: str

    @property
    def audited(self) -> dict[str, Any]:
        """What the audit record knows of it."""
        digest = {"digest": digest_of_text(self.content)}
        return {"actor": self.raised_by, "party": self.party, "subject": self.id, "after": digest}


class PayeeDetails(Frozen):
    """An account that is paid to."""

    id: str
    case_number: str
    account_name: str
    bank: str
    account_number: str
    reason: str = ""
    given_by: str

    @property
    def audited(self) -> dict[str, Any]:
        """What the audit record knows of it: a digest from which no account number can be tried out."""
        digest = slow_digest_of(self.id, self.account_name, self.bank, self.account_number, self.reason)
        return {
            "actor": self.given_by,
            "party": APPLICANT,
            "subject": self.id,
            "after": {"digest": digest},
        }


def add_objection(engine: Engine, objection: Objection) -> bool:
    """Lay down an objection; False when it is there already."""
    return _add(engine, ObjectionRow, objection, "objection:given")


def add_payee(engine: Engine, payee: PayeeDetails) -> bool:
    """Lay down payee details; False when they are there already."""
    return _add(engine, PayeeRow, payee, "payee:given")


def drop_objection(engine: Engine, identifier: str) -> None:
    """Take back an objection whose act was refused."""
    _drop(engine, ObjectionRow, identifier, "objection:dropped")


def drop_payee(engine: Engine, identifier: str) -> None:
    """Take back payee details whose act was refused."""
    _drop(engine, PayeeRow, identifier, "payee:dropped")


def _add(engine: Engine, table: Any, content: Objection | PayeeDetails, action: str) -> bool:
    at, audited = datetime.now(UTC), content.audited
    with transaction(engine) as session:
        if session.get(table, content.id) is not None:
            return False
        session.add(table(**content.model_dump(), at=at))
        append(session, chain=content.case_number, at=at, action=action, **audited)
        return True


def _drop(engine: Engine, table: Any, identifier: str, action: str) -> None:
    with transaction(engine) as session:
        row = session.get(table, identifier)
        if row is not None:
            append(session, chain=row.case_number, at=datetime.now(UTC), action=action, subject=identifier)
            session.delete(row)
