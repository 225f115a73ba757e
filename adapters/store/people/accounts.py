"""Accounts: who may log in."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from adapters.store.audit.chain import append
from adapters.store.engine import open_session, transaction
from adapters.store.tables.account import AccountRow
from domain.audit.entry import HOUSE
from domain.case.roles import Role
from domain.frozen import Frozen


class Account(Frozen):
    """An account as the rest of the product sees it. ``id`` is opaque; the rest of it stays out of histories."""

    id: str = ""
    username: str
    password_hash: str
    display_name: str = ""
    email: str | None = None
    roles: tuple[str, ...] = ()
    department: str | None = None
    unit: str | None = None
    generation: int = 0
    is_disabled: bool = False
    has_temporary_password: bool = False

    @property
    def is_external(self) -> bool:
        """Whether it logs in at another issuer."""
        return not self.password_hash


STATE = {"generation", "is_disabled", "has_temporary_password"}
"""What becomes of an account by acts of its own; an entry leaves it as it is."""


def known_usernames(engine: Engine) -> set[str]:
    """Every username."""
    with open_session(engine) as session:
        return set(session.exec(select(AccountRow.username)))


def save_account(engine: Engine, account: Account) -> None:
    """Add an account."""
    content = account.model_dump() | {"id": account.id or uuid.uuid4().hex, "roles": list(account.roles)}
    with transaction(engine) as session:
        session.add(AccountRow(**content))


def enter_account(session: Session, account: Account, by: str, at: datetime) -> Account:
    """Enter an account of the external issuer, or correct it, with a link of the audit chain.

    It has no password: whoever bears it logs in at the issuer. Names stay out of the chain.
    """
    before = session.get(AccountRow, account.id)
    was = _place(_account(before))
    state = before.model_dump(include=STATE) if before else {}
    row = session.merge(AccountRow(**account.model_dump() | {"roles": list(account.roles)} | state))
    append(
        session,
        chain=HOUSE,
        at=at,
        actor=by,
        party=Role.ADMINISTRATOR.value,
        action="person:entered",
        subject=account.id,
        before=was,
        after=_place(account),
    )
    return Account.model_validate(row.model_dump())


def change_account(
    session: Session, account: str, action: str, by: str, party: str, at: datetime, **changes: Any
) -> Account:
    """Change an account, end every log-in of it, and append that to the house's chain.

    Args:
        session: the transaction.
        account: its id.
        action: what the chain says, such as ``account:disabled``.
        by: account id of who does it.
        party: in which role.
        at: when.
        changes: columns and what they are from now on; a password hash stays out of the chain.
    """
    row = session.get_one(AccountRow, account, with_for_update=True)
    row.generation += 1
    for name, value in changes.items():
        setattr(row, name, value)
    session.add(row)
    after = {"generation": row.generation, "is_disabled": row.is_disabled}
    append(session, chain=HOUSE, at=at, actor=by, party=party, action=action, subject=account, after=after)
    return Account.model_validate(row.model_dump())


def _place(account: Account | None) -> dict[str, Any]:
    return account.model_dump(mode="json", include={"roles", "department"}) if account else {}


def account_in(session: Session, username: str) -> Account | None:
    """The account of this name within a transaction, or None."""
    return _account(session.exec(select(AccountRow).where(AccountRow.username == username)).first())


def office_accounts(engine: Engine) -> list[Account]:
    """Every known account that stands for no unit, by username."""
    asked = select(AccountRow).where(col(AccountRow.unit).is_(None)).order_by(col(AccountRow.username))
    with open_session(engine) as session:
        return [Account.model_validate(row.model_dump()) for row in session.exec(asked)]


def _account(row: AccountRow | None) -> Account | None:
    return Account.model_validate(row.model_dump()) if row else None


def account_by_username(engine: Engine, username: str) -> Account | None:
    """The account of this name, or None."""
    with open_session(engine) as session:
        return account_in(session, username)


def account_by_id(engine: Engine, identifier: str) -> Account | None:
    """The account of this id, or None."""
    with open_session(engine) as session:
        return _account(session.get(AccountRow, identifier))
