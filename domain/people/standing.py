"""What an account must be before it stands for anybody: its roles, its desk and its unit go together."""

from collections.abc import Collection

from domain.case.roles import Role
from domain.departments import DEPARTMENTS, FINANCE_BUREAU, LOCALITIES
from domain.errors import FieldError
from domain.people.person import ACTING
from domain.units.code import NO_CODE, is_code

DESKS = (*DEPARTMENTS, *LOCALITIES)
"""Whom an official can act for; the applicant, the public and the calendar are parties of a case and no desks."""


def wrong_standing(roles: Collection[Role], department: str | None, unit: str | None) -> list[FieldError]:
    """What stands against an account, each with its way out.

    Args:
        roles: none for somebody who has left.
        department: department or locality.
        unit: unified social credit code.
    """
    checks = (
        (
            Role.SUPERVISOR in roles and ACTING.isdisjoint(roles),
            "roles",
            "部门负责人须同时具有经办（official）或拨付（finance）角色",
        ),
        (
            department is not None and department not in DESKS,
            "department",
            f"没有这一部门或属地，可选：{'、'.join(DESKS)}",
        ),
        (Role.OFFICIAL in roles and department is None, "department", "经办人员须填写所属部门或属地"),
        (
            Role.FINANCE in roles and department not in {None, FINANCE_BUREAU},
            "department",
            f"拨付人员的部门须为{FINANCE_BUREAU}",
        ),
        (unit is not None and not is_code(unit), "unit", NO_CODE),
        (Role.APPLICANT in roles and unit is None, "unit", "申请单位的账号须载明其统一社会信用代码"),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]
