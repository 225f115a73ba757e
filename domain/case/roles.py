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


class Actor(Frozen):
    """Who does an act: an opaque account id, and the party it acts for (a department, a locality, the applicant).

    ``for_account`` is the absent person whose deputy acts (代…办理); empty for an act in the own name.
    """

    account: str
    role: Role
    party: str
    for_account: str = ""
