"""What the claims of an external issuer make of somebody: checked before anybody is let in by them."""

from collections.abc import Mapping
from typing import Any

from commands.access.caller import Caller
from domain.case.roles import Role
from domain.errors import FieldError, NotAllowed
from domain.people.standing import wrong_standing
from domain.units.code import compact

ROLES, DEPARTMENT, UNIT = "duixian_roles", "duixian_department", "duixian_unit"
"""The claims by which an issuer says what somebody may do, at which desk, and for which unit."""


def caller_by_claims(claims: Mapping[str, Any], account: str) -> Caller:
    """Whoever bears these claims; an empty text is a claim that is not made.

    Raises:
        NotAllowed: a claim is of no use here; names each, and who mends it.
    """
    found: list[FieldError] = []
    roles = _roles(claims.get(ROLES), found)
    department, unit = (_text(claims, name, found) for name in (DEPARTMENT, UNIT))
    if not found:
        wrong = wrong_standing(roles, department, unit)
        found = [FieldError(path=f"duixian_{each.path}", message=each.message) for each in wrong]
    if found:
        raise NotAllowed(
            "您的登录凭证中的身份信息有误，不能使用本系统。",
            why="；".join(f"{each.path}：{each.message}" for each in found),
            remedy="请联系本单位统一身份认证的管理员，更正上述身份信息后重新登录；无需修改本系统中的密码。",
            fields=tuple(found),
        )
    name = claims.get("name")
    return Caller(
        account=account,
        name=name if isinstance(name, str) else "",
        roles=roles,
        department=department,
        unit=compact(unit) if unit else None,
    )


def _roles(claimed: Any, found: list[FieldError]) -> tuple[Role, ...]:
    known = set(Role)
    if not isinstance(claimed, list) or not claimed or not all(isinstance(role, str) for role in claimed):
        found.append(FieldError(path=ROLES, message="须为至少含一个角色的列表"))
        return ()
    unknown = [role[:40] for role in claimed if role not in known]
    if unknown:
        message = f"没有角色{'、'.join(unknown[:8])}，可选：{'、'.join(Role)}"
        found.append(FieldError(path=ROLES, message=message))
        return ()
    return tuple(dict.fromkeys(Role(role) for role in claimed))


def _text(claims: Mapping[str, Any], name: str, found: list[FieldError]) -> str | None:
    claimed = claims.get(name)
    if claimed is None:
        return None
    if not isinstance(claimed, str):
        found.append(FieldError(path=name, message="须为文字"))
        return None
    return claimed.strip() or None
