"""Somebody who may act for an office: roles, desk, and the unit that the same account may bear."""

from collections.abc import Collection

from domain.case.acts.registry import kinds_by
from domain.case.roles import Role
from domain.departments import FINANCE_BUREAU
from domain.frozen import Frozen

ACTING = frozenset({Role.OFFICIAL, Role.FINANCE})
"""The roles in which somebody acts for an office."""


class Person(Frozen):
    """A known account of an office.

    Attributes:
        account: opaque id.
        username: what colleagues call the account.
        name: display name; not unique.
        department: department or locality.
        also: dissolved departments whose desks the department has taken over.
        unit: the unit that the same account bears as an applicant.
        email: where mails to officials go.
    """

    account: str
    username: str = ""
    name: str = ""
    roles: tuple[Role, ...] = ()
    department: str | None = None
    also: frozenset[str] = frozenset()
    unit: str | None = None
    email: str = ""

    @property
    def label(self) -> str:
        """How colleagues read it: 王某(wang)."""
        name = self.name or self.username or "经办人"
        return f"{name}（{self.username}）" if self.username and self.username != name else name

    @property
    def title(self) -> str:
        """How everybody who sees a case reads it: without the username."""
        return self.name or "经办人"

    @property
    def desk(self) -> str:
        """The department or locality to which this person belongs; empty for none."""
        return self.department or (FINANCE_BUREAU if Role.FINANCE in self.roles else "")

    @property
    def desks(self) -> frozenset[str]:
        """The own desk, and those of dissolved departments."""
        return self.also | {self.desk}

    @property
    def acting_roles(self) -> frozenset[Role]:
        """In which roles this person acts for an office."""
        return ACTING & frozenset(self.roles)

    def heads(self, department: str) -> bool:
        """Whether this is the head of the department."""
        return Role.SUPERVISOR in self.roles and department in self.desks

    def can_do(self, party: str, kinds: Collection[str]) -> frozenset[str]:
        """Which of these acts the roles of this person carry for an office."""
        found: frozenset[str] = frozenset()
        if Role.OFFICIAL in self.roles and (self.department == party or party in self.also):
            found |= kinds_by(Role.OFFICIAL)
        if Role.FINANCE in self.roles and party == FINANCE_BUREAU:
            found |= kinds_by(Role.FINANCE)
        if self.heads(party):
            found |= kinds_by(Role.SUPERVISOR)
        return found & frozenset(kinds)
