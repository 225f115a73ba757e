"""What the store makes of whoever bears a good token: nobody who was disabled, and nobody beyond what was entered."""

from adapters.store.people.accounts import Account
from commands.access.caller import FOR_DEPARTMENT, Caller
from domain.case.roles import Role
from domain.errors import NotAllowed
from domain.people.entry import ENTERED


def check_enabled(account: Account) -> None:
    """Refuse an account that was disabled.

    Raises:
        NotAllowed: it was.
    """
    if account.is_disabled:
        raise NotAllowed(
            "您的账号已停用，不能使用本系统。",
            why="管理员已停用此账号。",
            remedy="如需恢复，请联系本系统的管理员；重新登录不能恢复。",
        )


def caller_of_account(account: Account) -> Caller:
    """An account of the store as whoever calls."""
    return Caller(
        account=account.id,
        name=account.display_name,
        roles=tuple(Role(role) for role in account.roles),
        department=account.department,
        unit=account.unit,
    )


def as_entered(claimed: Caller, entered: Account) -> Caller:
    """Somebody of the external issuer within what was entered here: a role at an office is had where both say so.

    Raises:
        NotAllowed: nothing is left of the roles, or issuer and entry name different desks.
    """
    roles = tuple(role for role in claimed.roles if role not in ENTERED or role in entered.roles)
    if not roles:
        raise NotAllowed(
            "您在本系统的人员登记中已没有所用的角色，不能使用本系统。",
            why="登录凭证中的角色须同时登记在本系统的人员登记中。",
            remedy="请联系本系统的管理员核对人员登记（PUT /v1/people/{username}）；重新登录不能恢复。",
        )
    if not FOR_DEPARTMENT.isdisjoint(roles) and claimed.department != entered.department:
        raise NotAllowed(
            "您的所属部门前后不一致，不能使用本系统。",
            why=f"登录凭证载明 {claimed.department}，本系统的人员登记为 {entered.department or '无'}。",
            remedy="请由本系统的管理员更正人员登记，或由统一身份认证的管理员更正 duixian_department。",
        )
    return claimed.model_copy(update={"roles": roles})
