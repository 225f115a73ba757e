"""Logging in with a password of the store, and changing one's own."""

from datetime import UTC, datetime

from adapters.store.audit.chain import append, hold_chains
from adapters.store.people.accounts import Account, account_by_username, account_in, change_account
from adapters.store.reach import Engine
from adapters.store.writing import Session, transaction
from commands.access.standing import check_enabled
from commands.accounts.passwords import check_new, hashed, matches
from domain.audit.entry import HOUSE
from domain.errors import NotAllowed


class WrongPassword(Exception):
    """There is no such account, or it has another password; nobody is told which.

    Attributes:
        account: id of the account whose password it is not, for the audit chain; None where there is none.
    """

    def __init__(self, account: str | None) -> None:
        super().__init__()
        self.account = account


def log_in(engine: Engine, username: str, password: str) -> Account:
    """The account, by its password.

    Raises:
        WrongPassword: they do not go together.
        NotAllowed: they do, and the account is disabled, or the password opens nothing but its change.
    """
    account = _known(engine, username, password)
    if account.has_temporary_password:
        raise NotAllowed(
            "您使用的是管理员重置的临时密码，须先修改密码才能登录。",
            why="临时密码为管理员所知，不能用于办理。",
            remedy="请先修改密码（POST /v1/auth/password），再以新密码登录。",
        )
    with transaction(engine) as session:
        _append(session, account.id, "log-in:succeeded")
    return account


def record_failure(engine: Engine, account: str | None) -> None:
    """Append that somebody tried a wrong password; where there is no such account, do all but that, so that the time tells nothing."""
    with transaction(engine) as session:
        if account is None:
            hold_chains(session, (HOUSE,))
        else:
            _append(session, account, "log-in:failed")


def change_password(engine: Engine, username: str, password: str, new: str) -> Account:
    """Change one's own password, a temporary one as well; whoever was logged in with the old one is no more.

    Raises:
        WrongPassword: username and present password do not go together, or somebody was quicker.
        NotAllowed: the account is disabled.
        InvalidInput: the new password is too weak.
    """
    known = _known(engine, username, password)
    check_new(new, username, before=password)
    kept = hashed(new)
    with transaction(engine) as session:
        now = account_in(session, username)
        if now is None or now.password_hash != known.password_hash:
            raise WrongPassword(known.id)
        return change_account(
            session,
            known.id,
            "account:password-changed",
            known.id,
            "",
            datetime.now(UTC),
            password_hash=kept,
            has_temporary_password=False,
        )


def _known(engine: Engine, username: str, password: str) -> Account:
    account = None if "\x00" in username else account_by_username(engine, username)
    if not matches(account, password) or account is None:
        raise WrongPassword(account.id if account and not account.is_external else None)
    check_enabled(account)
    return account


def _append(session: Session, account: str, action: str) -> None:
    """A link of the house's chain; nothing of what was typed."""
    append(session, chain=HOUSE, at=datetime.now(UTC), actor=account, action=action)
