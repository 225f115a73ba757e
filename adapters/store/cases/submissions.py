"""What an act lays down before it is sent: objections, and payee details, whose bank data goes nowhere else.

The audit record has digests of both: it knows who gave what when, and tells nobody what it was.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlmodel import func, select

from adapters.store.audit.chain import append
from adapters.store.engine import transaction
from adapters.store.payments.payees import holders_of
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, ObjectionRow
from adapters.store.schema import Payee as PayeeRow
from adapters.store.tables.audit.chain import AuditEntryRow as EntryRow
from adapters.store.writing import Session, hold
from domain.audit.canonical import digest_of_text, slow_digest_of
from domain.audit.entry import instant_text
from domain.bounds import check_laid_down
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
        sealed = {"words": self.content}
        return {"actor": self.raised_by, "party": self.party, "subject": self.id, "sealed": sealed}


class PayeeDetails(Frozen):
    """An account that is paid to; ``is_shared``: another legal person, or maker, has named it before."""

    id: str
    case_number: str
    account_name: str
    bank: str
    account_number: str
    reason: str = ""
    is_other: bool = False
    is_shared: bool = False
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


_OFTEN: Final = {"objection:given": "异议", "payee:given": "收款账户"}


def _check_often(session: Session, case_number: str, action: str, account: str, at: datetime) -> None:
    """What is laid down and taken back, since its act was refused, leaves its links: whoever tries again and again would fill the chain.

    Of several at once one counts after the other.
    """
    hold(session, f"often:{case_number}:{account}")
    since = instant_text(at - timedelta(days=1))
    given = select(func.count()).where(
        EntryRow.chain == case_number,
        EntryRow.action == action,
        EntryRow.account == account,
        EntryRow.at > since,
    )
    check_laid_down(session.exec(given).one(), _OFTEN[action])


def add_objection(engine: Engine, objection: Objection) -> bool:
    """Lay down an objection; False when it is there already.

    Raises:
        LimitReached: the same person tried too often within a day.
    """
    at = datetime.now(UTC)
    with transaction(engine) as session:
        hold(session, f"objection:{objection.id}")  # a button is pressed twice
        if session.get(ObjectionRow, objection.id) is not None:
            return False
        _check_often(session, objection.case_number, "objection:given", objection.raised_by, at)
        session.add(ObjectionRow(**objection.model_dump(), at=at))
        append(session, chain=objection.case_number, at=at, action="objection:given", **objection.audited)
        return True


class LaidDown(Frozen):
    """Payee details as they were laid down, now or before."""

    is_new: bool
    is_shared: bool


def add_payee(engine: Engine, payee: PayeeDetails) -> LaidDown:
    """Lay down payee details, once; whose else the account is, is looked up while nobody names it at the same time.

    Raises:
        LimitReached: the same person tried too often within a day.
    """
    at = datetime.now(UTC)
    with transaction(engine) as session:
        hold(session, f"account:{digest_of_text(payee.account_number)}")
        kept = session.get(PayeeRow, payee.id)
        if kept is not None:
            return LaidDown(is_new=False, is_shared=kept.is_shared)
        _check_often(session, payee.case_number, "payee:given", payee.given_by, at)
        unit = session.get_one(CaseFile, payee.case_number).unit
        others = holders_of(session, {payee.account_number}, unit).others(payee.account_number, unit)
        whole = payee.model_copy(update={"is_shared": bool(others)})
        session.add(PayeeRow(**whole.model_dump(), at=at))
        append(session, chain=payee.case_number, at=at, action="payee:given", **payee.audited)
        return LaidDown(is_new=True, is_shared=whole.is_shared)


def drop_objection(engine: Engine, identifier: str) -> None:
    """Take back an objection whose act was refused."""
    _drop(engine, ObjectionRow, identifier, "objection:dropped")


def drop_payee(engine: Engine, identifier: str) -> None:
    """Take back payee details whose act was refused."""
    _drop(engine, PayeeRow, identifier, "payee:dropped")


def _drop(engine: Engine, table: Any, identifier: str, action: str) -> None:
    with transaction(engine) as session:
        row = session.get(table, identifier)
        if row is not None:
            append(session, chain=row.case_number, at=datetime.now(UTC), action=action, subject=identifier)
            session.delete(row)
