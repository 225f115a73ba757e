"""Who may call a route: ``Require(Role.OFFICIAL)`` as a dependency, ``anyone`` for what is public."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from starlette.exceptions import HTTPException

from commands.access.caller import Caller
from commands.access.tokens import BadToken
from commands.wiring import Wiring, wiring
from domain.case.roles import Role
from domain.errors import NotAllowed

ROLE_NAMES = {
    Role.APPLICANT: "申请单位",
    Role.OFFICIAL: "部门或属地经办人",
    Role.FINANCE: "财政拨付",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计",
    Role.SUPERVISOR: "部门负责人",
}

bearer = OAuth2PasswordBearer(tokenUrl="/v1/auth/token", auto_error=False)


def caller_of(
    request: Request,
    token: Annotated[str | None, Depends(bearer)],
    wired: Annotated[Wiring, Depends(wiring)],
) -> Caller:
    """The account behind the bearer token.

    Raises:
        HTTPException: 401 when there is none or it is not good.
    """
    if not token:
        raise _unauthenticated("请先登录（Authorization: Bearer …）。")
    try:
        caller = wired.tokens.read(token)
    except BadToken as bad:
        raise _unauthenticated(str(bad)) from None
    request.state.caller = caller
    return caller


def _unauthenticated(detail: str) -> HTTPException:
    return HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})


class Require:
    """A dependency that lets in accounts with one of the roles, and gives the caller."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def __call__(self, caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
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


def anyone() -> None:
    """No log-in is asked for: what this route shows is public."""


EVERY_ROLE = Require(*Role)
APPLICANT_ONLY = Require(Role.APPLICANT)
OFFICIAL_ONLY = Require(Role.OFFICIAL)
FINANCE_ONLY = Require(Role.FINANCE)
OFFICE = Require(Role.OFFICIAL, Role.FINANCE)
TERM_HOLDER = Require(Role.OFFICIAL, Role.FINANCE, Role.APPLICANT)
OBJECTOR = Require(Role.APPLICANT, Role.OFFICIAL)
UPLOADER = Require(Role.APPLICANT, Role.OFFICIAL)

AnyAccount = Annotated[Caller, Depends(EVERY_ROLE)]
Applicant = Annotated[Caller, Depends(APPLICANT_ONLY)]
Official = Annotated[Caller, Depends(OFFICIAL_ONLY)]
Finance = Annotated[Caller, Depends(FINANCE_ONLY)]
OfficePerson = Annotated[Caller, Depends(OFFICE)]
TermHolder = Annotated[Caller, Depends(TERM_HOLDER)]
Objector = Annotated[Caller, Depends(OBJECTOR)]
Uploader = Annotated[Caller, Depends(UPLOADER)]
Public = Depends(anyone)


def role_of(dependency: Any) -> str | None:
    """The role that a dependency stands for, in words; None when it is another kind of dependency."""
    if isinstance(dependency, Require):
        return dependency.text
    return "无需登录" if dependency is anyone else None
