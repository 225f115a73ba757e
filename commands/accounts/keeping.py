"""What an administrator does to an account: shut it, open it, end its log-ins, give it a temporary password."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.store.people.accounts import Account, account_by_username, change_account
from adapters.store.people.desks import administrators
from adapters.store.reach import Engine
from adapters.store.writing import Session, hold, transaction
from commands.accounts.passwords import hashed, made_password
from domain.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class Keeper:
    """Who keeps accounts.

    Attributes:
        account: id, or ``command-line``.
        party: what the chain says of the role.
    """

    account: str
    party: str


def find_account(engine: Engine, username: str) -> Account:
    """The account of this name.

    Raises:
        NotFound: there is none.
    """
    found = account_by_username(engine, username)
    if found is None:
        raise NotFound(
            f"没有用户名为“{username[:64]}”的账号。", remedy="请核对用户名；人员列表见 GET /v1/people。"
        )
    return found


def disable(engine: Engine, by: Keeper, username: str) -> Account:
    """Shut an account, and end every log-in of it; safe to repeat.

    Raises:
        NotFound: there is none.
        NotAllowed: it is the own one, or that of the last administrator whose account is open.
    """
    account = find_account(engine, username)
    if account.id == by.account:
        raise NotAllowed("不能停用本人的账号。", remedy="请由另一位管理员办理。")
    if account.is_disabled:
        return account
    with transaction(engine) as session:
        leave_an_administrator(session, account.id)
        return _change(session, by, account, "disabled", is_disabled=True)


def leave_an_administrator(session: Session, account: str) -> None:
    """See that there is an administrator beside this account, which is to be one no more.

    Raises:
        NotAllowed: it is the last whose account is open.
    """
    hold(session, "administrators")  # of two who take each other away one comes after the other
    if {person.account for person in administrators(session)} == {account}:
        raise NotAllowed(
            "这是最后一个启用的管理员账号，不能停用，也不能取消其管理员角色。",
            why="否则将没有人能够管理账号。",
            remedy="请先登记或者启用另一位管理员，再办理。",
        )


def enable(engine: Engine, by: Keeper, username: str) -> Account:
    """Open an account again; its earlier log-ins stay ended. Safe to repeat.

    Raises:
        NotFound: there is none.
    """
    account = find_account(engine, username)
    return _changed(engine, by, account, "enabled", is_disabled=False) if account.is_disabled else account


def log_out(engine: Engine, by: Keeper, username: str) -> Account:
    """End every log-in of an account.

    Raises:
        NotFound: there is none.
        NotAllowed: it logs in elsewhere.
    """
    return _changed(engine, by, _own(engine, username), "logged-out")


def reset_password(engine: Engine, by: Keeper, username: str) -> tuple[Account, str]:
    """Give an account a temporary password, which opens nothing but the change to an own one; ends every log-in.

    Whoever was shown it could make that change as well: that is not prevented, but both stand in the house's chain,
    and the person's own password is no longer good.

    Returns:
        The account, and the password, which is shown this once.

    Raises:
        NotFound: there is none.
        NotAllowed: it logs in elsewhere.
    """
    account, password = _own(engine, username), made_password()
    kept = {"password_hash": hashed(password), "has_temporary_password": True}
    return _changed(engine, by, account, "password-reset", **kept), password


def _own(engine: Engine, username: str) -> Account:
    account = find_account(engine, username)
    if account.is_external:
        raise NotAllowed(
            "此账号在外部统一身份认证登录，本系统没有它的密码，也不能收回它的登录凭证。",
            remedy="请在统一身份认证中办理；需要立即停止使用的，请停用此账号（POST /v1/accounts/{username}/disable）。",
        )
    return account


def _changed(engine: Engine, by: Keeper, account: Account, what: str, **changes: Any) -> Account:
    with transaction(engine) as session:
        return _change(session, by, account, what, **changes)


def _change(session: Session, by: Keeper, account: Account, what: str, **changes: Any) -> Account:
    return change_account(
        session, account.id, f"account:{what}", by.account, by.party, datetime.now(UTC), **changes
    )
