"""Brings the embedded accounts into the store, hashed, and registers their units; also the job ``python -m stack.account_keeping``."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from argon2 import PasswordHasher

from adapters.settings import read_settings
from adapters.store.people.accounts import Account, known_usernames, save_account
from adapters.store.shape import OtherShape
from adapters.store.units.registry import keep_unit
from commands.law.versions import EditedVersion, open_lawful_store
from domain.errors import DuixianError
from domain.people.passwords import password_fault
from domain.people.standing import wrong_standing
from stack.accounts import (
    ACCOUNTS_FILE,
    REGISTERED_SINCE,
    UNITS,
    EmbeddedAccount,
    InventedUnit,
    kept_accounts,
)

OFFICES_DOMAIN = "langfang.example.com"
"""Where the invented officials get their mails."""

QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
"""For the accounts of a stack that is thrown away: three dozen slow hashes take as long as everything else at its start."""


class WrongAccount(DuixianError):
    """An account in the file that may not be as it is; says which, and why."""

    def __init__(self, username: str, why: str) -> None:
        """Say it."""
        super().__init__(f"{ACCOUNTS_FILE} 中的账号 {username} 有误：{why}。请更正后重新启动。")


def keep_in_store(
    accounts: Iterable[EmbeddedAccount],
    database_url: str,
    hasher: PasswordHasher | None = None,
    units: Iterable[InventedUnit] = (*UNITS.values(),),
) -> list[str]:
    """Save the accounts that the store does not know; one that is there keeps its password. Safe to repeat.

    Args:
        accounts: to be there.
        database_url: of the store.
        hasher: of passwords; a slow one unless given.
        units: to be registered before, unless they are.

    Returns:
        The usernames that were saved.

    Raises:
        OtherShape: the store was made by another build.
        EditedVersion: a version of the law was edited since cases were filed under it.
        WrongAccount: a new account has a weak password, or its roles, desk and unit do not go together.
    """
    engine = open_lawful_store(database_url)
    try:
        for unit in units:
            keep_unit(engine, unit.uscc, unit.name, unit.locality, unit.email, REGISTERED_SINCE)
        known = known_usernames(engine)
        missing = [account for account in accounts if account.username not in known]
        for account in missing:
            _check(account)
        hasher = hasher or PasswordHasher()
        for account in missing:
            save_account(engine, _stored(account, hasher))
    finally:
        engine.dispose()
    return [account.username for account in missing]


def _check(account: EmbeddedAccount) -> None:
    """Refuse an account that somebody wrote into the file as it may not be."""
    fault = password_fault(account.password, account.username)
    wrong = [field.message for field in wrong_standing(account.roles, account.department, account.unit)]
    if fault or wrong:
        raise WrongAccount(account.username, "；".join(filter(None, (fault, *wrong))))


def _stored(account: EmbeddedAccount, hasher: PasswordHasher) -> Account:
    unit = UNITS.get(account.username)
    return Account(
        username=account.username,
        password_hash=hasher.hash(account.password),
        roles=account.roles,
        department=account.department,
        unit=account.unit,
        display_name=account.display_name(datetime.now(UTC).date()),
        email=unit.email if unit else f"{account.username}@{OFFICES_DOMAIN}",
    )


def main() -> None:
    """Make the accounts of an installation that has no OIDC issuer."""
    settings = read_settings()
    try:
        saved = keep_in_store(kept_accounts(settings.var), settings.database_url)
    except (OtherShape, EditedVersion, WrongAccount) as other:
        sys.exit(str(other))
    print(f"{len(saved)} accounts made; names and passwords are in {settings.var / ACCOUNTS_FILE}")


if __name__ == "__main__":
    main()
