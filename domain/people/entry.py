"""Entering an account of an external issuer (人员登记): at which desk somebody sits, so that colleagues see it."""

from collections.abc import Collection

from domain.case.roles import Role
from domain.departments import FINANCE_BUREAU
from domain.errors import FieldError
from domain.people.standing import wrong_standing

ENTERED = (Role.OFFICIAL, Role.FINANCE, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.EXPERT)
"""Roles that the desks, the panels, the alarms and the mails to officials know of."""


def wrong_entry(roles: Collection[Role], department: str | None) -> list[FieldError]:
    """What stands against an entry, each with its way out.

    Args:
        roles: none for somebody who has left the office.
        department: department or locality.
    """
    found = wrong_standing([role for role in roles if role in ENTERED], department, None)
    if not set(roles) <= set(ENTERED):
        allowed = f"只登记在各部门和属地任职的人员和评审专家，可选：{'、'.join(ENTERED)}"
        found.append(FieldError(path="roles", message=allowed))
    if Role.FINANCE in roles and department is None:
        found.append(FieldError(path="department", message=f"拨付人员的部门须为{FINANCE_BUREAU}"))
    return found
