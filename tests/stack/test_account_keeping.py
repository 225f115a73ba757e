"""Accounts of the file are let into the store only as they may be."""

from pathlib import Path
from typing import Any

import pytest

from adapters.store.engine import open_engine
from adapters.store.people.accounts import known_usernames
from stack.account_keeping import QUICK, WrongAccount, keep_in_store
from stack.accounts import kept_accounts


@pytest.mark.parametrize(
    ("username", "changes"),
    [
        ("education", {"password": "short"}),
        ("education", {"password": "aaaaaaaaaaaaaaaa"}),
        ("education", {"password": "my-education-2026"}),
        ("education", {"department": None}),
        ("education", {"department": "applicant"}),
        ("applicant_1", {"unit": None}),
        ("finance", {"department": "education"}),
    ],
)
def test_a_wrong_account_is_named_and_none_is_made(
    database_url: str, tmp_path: Path, username: str, changes: dict[str, Any]
) -> None:
    accounts = [
        each.model_copy(update=changes) if each.username == username else each
        for each in kept_accounts(tmp_path)
    ]
    with pytest.raises(WrongAccount, match=username):
        keep_in_store(accounts, database_url, QUICK)
    engine = open_engine(database_url)
    assert known_usernames(engine) == set()
    engine.dispose()
