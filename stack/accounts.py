"""The accounts of the embedded stack: made on the first start, kept in ``var/accounts.json``, hashed in the store.

One for every department and locality, a head for the departments that lead and for the finance bureau, two for finance,
an administrator, an auditor, three experts and two applicants. The units are invented, with check digits that hold.
"""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from commands.accounts.passwords import made_password
from domain.case.roles import Role
from domain.departments import DEPARTMENTS, FINANCE_BUREAU, LOCALITIES, party_name
from domain.frozen import Frozen

ACCOUNTS_FILE = "accounts.json"

HEADED = (
    "development_and_reform",
    "industry_and_information",
    "science_and_technology",
    "commerce",
    "peoples_bank",
)
"""Departments whose head (部门负责人) has an account; the finance bureau's has one as well."""


REGISTERED_SINCE = date(2024, 1, 1)
"""Since when invented applicants bear their names."""


class InventedUnit(Frozen):
    """An invented applicant, as it is registered."""

    uscc: str
    name: str
    locality: str
    email: str


UNITS = {
    "applicant_1": InventedUnit(
        uscc="91131071MAFAKE019W",
        name="廊坊云枢智算科技有限公司",
        locality="kfq",
        email="yunshu@example.com",
    ),
    "applicant_2": InventedUnit(
        uscc="91131081MAFAKE086A",
        name="霸州灵犀装备有限公司",
        locality="131081",
        email="lingxi@example.com",
    ),
}


class EmbeddedAccount(Frozen):
    """One account as ``accounts.json`` keeps it."""

    username: str
    password: str
    roles: tuple[Role, ...]
    department: str | None = None
    """Department or locality that an official acts for."""
    unit: str | None = None
    """Unified social credit code of the unit that an applicant acts for."""

    def display_name(self, day: date) -> str:
        """Whom the account stands for, in Chinese."""
        if self.unit is not None:
            return UNITS[self.username].name if self.username in UNITS else self.unit
        if Role.SUPERVISOR in self.roles and self.department:
            return f"{party_name(self.department, day)}（负责人）"
        if Role.FINANCE in self.roles and self.department:
            return f"{party_name(self.department, day)}（拨付）"
        if self.department is not None:
            return party_name(self.department, day)
        if Role.EXPERT in self.roles:
            return f"评审专家{self.username.rpartition('_')[2]}"
        return {Role.ADMINISTRATOR: "系统管理员", Role.AUDITOR: "审计人员"}.get(self.roles[0], self.username)


_FILE = TypeAdapter(tuple[EmbeddedAccount, ...])


def kept_accounts(var: Path) -> tuple[EmbeddedAccount, ...]:
    """The accounts in ``var/accounts.json``, readable by the owner only; those that are missing are made, with random passwords."""
    path = var / ACCOUNTS_FILE
    kept = _FILE.validate_json(path.read_bytes()) if path.exists() else ()
    known = {account.username for account in kept}
    missing = tuple(account for account in _new_accounts() if account.username not in known)
    if missing:
        _write(path, (*kept, *missing))
    return (*kept, *missing)


def _new_accounts() -> Iterator[EmbeddedAccount]:
    for department in DEPARTMENTS:
        yield _new(department, Role.OFFICIAL, department=department)
    for locality in LOCALITIES:
        yield _new(f"locality_{locality}", Role.OFFICIAL, department=locality)
    for username in ("finance", "finance_2"):  # who issues a fund document does not confirm its payments
        yield _new(username, Role.FINANCE, department=FINANCE_BUREAU)
    for department in HEADED:
        yield _new(f"{department}_head", Role.OFFICIAL, Role.SUPERVISOR, department=department)
    yield _new("finance_head", Role.FINANCE, Role.SUPERVISOR, department=FINANCE_BUREAU)
    yield _new("administrator", Role.ADMINISTRATOR)
    yield _new("auditor", Role.AUDITOR)
    for number in (1, 2, 3):
        yield _new(f"expert_{number}", Role.EXPERT)
    for username, unit in UNITS.items():
        yield _new(username, Role.APPLICANT, unit=unit.uscc)


def _new(
    username: str, *roles: Role, department: str | None = None, unit: str | None = None
) -> EmbeddedAccount:
    return EmbeddedAccount(
        username=username, password=made_password(), roles=roles, department=department, unit=unit
    )


def _write(path: Path, accounts: tuple[EmbeddedAccount, ...]) -> None:
    """Complete or not at all, mode 0600 from the first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(_FILE.dump_python(accounts, mode="json"), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
