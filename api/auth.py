"""Who may call a route: ``Require(Role.OFFICIAL)`` as a dependency, ``Public`` for what asks for no log-in.

Nothing here holds a thread of the pool unless a token was shown: what is public is answered while all of them wait.
"""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import OAuth2PasswordBearer
from starlette.exceptions import HTTPException

from api.door.quotas import Stranger
from api.wiring import Wired, wiring_of
from commands.access.caller import Caller
from commands.access.roles import Roles
from commands.access.tokens import BadToken
from commands.wiring import Wiring
from domain.case.roles import OUTSIDE, Role

bearer = OAuth2PasswordBearer(tokenUrl="/v1/auth/token", auto_error=False)


async def caller_of(
    request: Request,
    token: Annotated[str | None, Depends(bearer)],
    wired: Wired,
) -> Caller:
    """The account behind the bearer token; read once a request.

    Raises:
        HTTPException: 401 when there is none or it is not good.
    """
    known: Caller | None = getattr(request.state, "caller", None)
    if known is not None:
        return known
    if not token:
        raise _unauthenticated("请先登录（Authorization: Bearer …）。")
    try:
        caller = await run_in_threadpool(_caller, wired, token)
    except BadToken as bad:
        raise _unauthenticated(str(bad)) from None
    request.state.caller = caller
    return caller


async def identified(request: Request) -> Caller:
    """Who calls, before any route is asked.

    Raises:
        HTTPException: 401, as ``caller_of``.
    """
    return await caller_of(request, await bearer(request), wiring_of(request.scope))


def _caller(wired: Wiring, token: str) -> Caller:
    caller = wired.tokens.read(token)
    if Role.OFFICIAL in caller.roles and caller.department:
        return caller.model_copy(update={"also": wired.desks_taken_over(caller.department)})
    return caller


def _unauthenticated(detail: str) -> HTTPException:
    return HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})


class Require(Roles):
    """A dependency that lets in accounts with one of the roles, and gives the caller."""

    async def __call__(self, caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        """Let the caller in.

        Raises:
            NotAllowed: none of the roles is the caller's.
        """
        return self.admit(caller)


async def anyone() -> None:
    """No log-in is asked for, and nobody counts the calls: whether the product works."""


EVERY_ROLE = Require(*Role)
AT_OFFICES = Require(*(role for role in Role if role not in OUTSIDE))
APPLICANT_ONLY = Require(Role.APPLICANT)
OFFICIAL_ONLY = Require(Role.OFFICIAL)
FINANCE_ONLY = Require(Role.FINANCE)
OBJECTOR = Require(Role.APPLICANT, Role.OFFICIAL)
UPLOADER = Require(Role.APPLICANT, Role.OFFICIAL)

AnyAccount = Annotated[Caller, Depends(EVERY_ROLE)]
Applicant = Annotated[Caller, Depends(APPLICANT_ONLY)]
Official = Annotated[Caller, Depends(OFFICIAL_ONLY)]
Finance = Annotated[Caller, Depends(FINANCE_ONLY)]
Objector = Annotated[Caller, Depends(OBJECTOR)]
Uploader = Annotated[Caller, Depends(UPLOADER)]
Public = Depends(Stranger())


def role_of(dependency: Any) -> str | None:
    """The role that a dependency stands for, in words; None when it is another kind of dependency."""
    if isinstance(dependency, Roles):
        return dependency.text
    return "无需登录" if dependency is anyone or isinstance(dependency, Stranger) else None
