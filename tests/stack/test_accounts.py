"""The embedded accounts are made once and kept for their owner's eyes only."""

import json
import stat
from datetime import date
from pathlib import Path

from stdnum.cn import uscc

from domain.case.roles import Role
from domain.departments import DEPARTMENTS, LOCALITIES
from stack.accounts import UNITS, kept_accounts


def test_there_is_one_account_for_everybody_who_acts(tmp_path: Path) -> None:
    accounts = {account.username: account for account in kept_accounts(tmp_path)}
    officials = {account.department for account in accounts.values() if Role.OFFICIAL in account.roles}
    assert officials == {*DEPARTMENTS, *LOCALITIES}
    assert accounts["finance"].department == "finance_bureau"
    heads = {account.department for account in accounts.values() if Role.SUPERVISOR in account.roles}
    assert {"development_and_reform", "finance_bureau"} < heads
    assert {"administrator", "auditor", "applicant_1", "applicant_2"} <= set(accounts)
    assert len({account.password for account in accounts.values()}) == len(accounts)
    assert all(name.isascii() for name in accounts)


def test_accounts_are_kept_as_described_and_made_only_once(tmp_path: Path) -> None:
    accounts = kept_accounts(tmp_path)
    path = tmp_path / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = json.loads(path.read_text())
    assert all(set(entry) == {"username", "password", "roles", "department", "unit"} for entry in written)
    assert kept_accounts(tmp_path) == accounts


def test_the_invented_units_have_codes_whose_check_digit_holds(tmp_path: Path) -> None:
    assert all(uscc.is_valid(unit.uscc) for unit in UNITS.values())
    names = [account.display_name(date(2026, 1, 1)) for account in kept_accounts(tmp_path)]
    assert "廊坊云枢智算科技有限公司" in names
    assert "市财政局（拨付）" in names
