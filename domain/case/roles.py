"""Who may act: roles, and the actor of an act."""

from enum import StrEnum

from domain.frozen import Frozen


class Role(StrEnum):
    """The roles of an account."""

    APPLICANT = "applicant"
    OFFICIAL = "official"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SUPERVISOR = "supervisor"
    EXPERT = "expert"


OUTSIDE = frozenset({Role.APPLICANT, Role.EXPERT})
"""Roles of people who belong to no office."""


class Actor(Frozen):
    """Who does an act: an opaque account id, and the party it acts for (a department, a locality, the applicant).

    ``for_account`` is the absent person whose deputy acts (代…办理); empty for an act in the own name.
    """

    account: str
    role: Role
    party: str
    for_account: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """The accounts of whom this counts as the act: who does it, and for whom."""
        return tuple(filter(None, (self.account, self.for_account)))


def together(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """These and those, each once."""
    return tuple(dict.fromkeys((*some, *more)))
