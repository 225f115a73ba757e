"""Whoever calls: the account, what it may do, and for whom it acts."""

from collections.abc import Collection

from domain.case.acts.registry import kinds_by
from domain.case.roles import Actor, Role
from domain.departments import APPLICANT, FINANCE_BUREAU
from domain.errors import NotAllowed
from domain.frozen import Frozen

READS_ALL = frozenset({Role.FINANCE, Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that see every case."""


class Caller(Frozen):
    """An authenticated account.

    Attributes:
        account: opaque id; the same person always has the same.
        department: department or locality that an official acts for.
        unit: the unit that an applicant acts for.
    """

    account: str
    name: str = ""
    roles: tuple[Role, ...]
    department: str | None = None
    unit: str | None = None

    @property
    def reads_all(self) -> bool:
        """Does this account see every case?"""
        return not READS_ALL.isdisjoint(self.roles)

    def actor(self, roles: Collection[Role]) -> Actor:
        """Who acts, in the first of these roles that the account has.

        Raises:
            NotAllowed: the account belongs to no department or unit that could act.
        """
        role = next(role for role in roles if role in self.roles)
        party = party_of(role, self)
        if party is None:
            raise NotAllowed("您的账号没有所属部门或单位，不能办理。", remedy="请联系管理员。")
        return Actor(account=self.account, role=role, party=party)

    def parties(self) -> dict[str, frozenset[str]]:
        """Party → acts that this account can do for it."""
        found: dict[str, frozenset[str]] = {}
        for role in self.roles:
            party = party_of(role, self)
            if party is not None:
                found[party] = found.get(party, frozenset()) | kinds_by(role)
        return found


def party_of(role: Role, caller: Caller) -> str | None:
    """The party that an account acts for in a role."""
    if role is Role.APPLICANT:
        return APPLICANT if caller.unit else None
    if role is Role.FINANCE:
        return FINANCE_BUREAU
    return caller.department if role is Role.OFFICIAL else None
