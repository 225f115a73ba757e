"""Accounts: who may log in."""

import uuid

from sqlalchemy import Engine
from sqlmodel import select

from adapters.store.engine import session, transaction
from adapters.store.tables.account import Account as AccountRow
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


def known_usernames(engine: Engine) -> set[str]:
    """Every username."""
    with session(engine) as reading:
        return set(reading.exec(select(AccountRow.username)))


def save_account(engine: Engine, account: Account) -> None:
    """Add an account."""
    content = account.model_dump() | {"id": account.id or uuid.uuid4().hex, "roles": list(account.roles)}
    with transaction(engine) as writing:
        writing.add(AccountRow(**content))


def _account(row: AccountRow | None) -> Account | None:
    return Account.model_validate(row.model_dump()) if row else None


def account_by_username(engine: Engine, username: str) -> Account | None:
    """The account of this name, or None."""
    with session(engine) as reading:
        return _account(reading.exec(select(AccountRow).where(AccountRow.username == username)).first())


def account_by_id(engine: Engine, identifier: str) -> Account | None:
    """The account of this id, or None."""
    with session(engine) as reading:
        return _account(reading.get(AccountRow, identifier))
