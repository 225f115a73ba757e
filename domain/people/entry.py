"""Entering an account of an external issuer (人员登记): at which desk somebody sits, so that colleagues see it."""

from collections.abc import Collection

from domain.case.roles import Role
from domain.departments import DEPARTMENTS, FINANCE_BUREAU, LOCALITIES
from domain.errors import FieldError
from domain.people.person import ACTING

ENTERED = (Role.OFFICIAL, Role.FINANCE, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.EXPERT)
"""Roles that the desks, the panels, the alarms and the mails to officials know of."""


def wrong_entry(roles: Collection[Role], department: str | None) -> list[FieldError]:
    """What stands against an entry, each with its way out.

    Args:
        roles: none for somebody who has left the office.
        department: department or locality.
    """
    allowed = "、".join(ENTERED)
    checks = (
        (
            not set(roles) <= set(ENTERED),
            "roles",
            f"只登记在各部门和属地任职的人员和评审专家，可选：{allowed}",
        ),
        (
            Role.SUPERVISOR in roles and ACTING.isdisjoint(roles),
            "roles",
            "部门负责人须同时具有经办（official）或拨付（finance）角色",
        ),
        (
            department is not None and department not in {*DEPARTMENTS, *LOCALITIES},
            "department",
            f"没有这一部门或属地，可选：{'、'.join((*DEPARTMENTS, *LOCALITIES))}",
        ),
        (Role.OFFICIAL in roles and department is None, "department", "经办人员须填写所属部门或属地"),
        (
            Role.FINANCE in roles and department != FINANCE_BUREAU,
            "department",
            f"拨付人员的部门须为{FINANCE_BUREAU}",
        ),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]
