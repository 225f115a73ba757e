"""Which roles may do something, and what others are told."""

from commands.access.caller import Caller
from domain.case.roles import Role
from domain.errors import NotAllowed

ROLE_NAMES = {
    Role.APPLICANT: "申请单位",
    Role.OFFICIAL: "部门或属地经办人",
    Role.FINANCE: "财政拨付",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计",
    Role.SUPERVISOR: "部门负责人",
    Role.EXPERT: "评审专家",
}


class Roles:
    """Accounts with one of these roles."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def admit(self, caller: Caller) -> Caller:
        """Let the caller in.

        Raises:
            NotAllowed: none of the roles is the caller's.
        """
        if not set(self.roles) & set(caller.roles):
            raise NotAllowed(
                "您的角色不能使用此功能。",
                why=f"此功能供{self.text}使用。",
                remedy="请使用相应角色的账号登录。",
            )
        return caller

    @property
    def text(self) -> str:
        """The roles in words."""
        return "、".join(ROLE_NAMES[role] for role in self.roles)


OFFICE = Roles(Role.OFFICIAL, Role.FINANCE)
