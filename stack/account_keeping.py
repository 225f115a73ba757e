"""Brings the embedded accounts into the store, hashed; also the job ``python -m stack.account_keeping``."""

from collections.abc import Iterable
from datetime import UTC, datetime

from argon2 import PasswordHasher

from adapters.settings import Settings
from adapters.store.engine import open_engine
from adapters.store.people.accounts import Account, known_usernames, save_account
from stack.accounts import ACCOUNTS_FILE, UNITS, EmbeddedAccount, kept_accounts

OFFICES_DOMAIN = "langfang.example.com"
"""Where the invented officials get their mails."""


def keep_in_store(accounts: Iterable[EmbeddedAccount], database_url: str) -> list[str]:
    """Save the accounts that the store does not know; one that is there keeps its password. Safe to repeat.

    Returns:
        The usernames that were saved.
    """
    engine = open_engine(database_url)
    try:
        known = known_usernames(engine)
        missing = [account for account in accounts if account.username not in known]
        hasher = PasswordHasher()
        for account in missing:
            save_account(engine, _stored(account, hasher))
    finally:
        engine.dispose()
    return [account.username for account in missing]


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
    settings = Settings()
    saved = keep_in_store(kept_accounts(settings.var), settings.database_url)
    print(f"{len(saved)} accounts made; names and passwords are in {settings.var / ACCOUNTS_FILE}")


if __name__ == "__main__":
    main()
