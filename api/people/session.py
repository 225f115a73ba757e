"""Logging in with an account of the store, and changing its password."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import OAuth2PasswordRequestForm
from starlette.exceptions import HTTPException

from adapters.store.people.accounts import Account
from api.auth import Public
from api.cases.views import Token
from api.door.quotas import address_of
from api.people.log_in_limits import LogInLimits, Verifying
from api.wiring import Wired
from commands.accounts.bodies import PasswordBody
from commands.accounts.logging_in import WrongPassword, change_password, log_in, record_failure
from commands.wiring import Wiring

router = APIRouter(prefix="/v1/auth", tags=["登录"])

_VERIFYING: Final = Verifying()
LONGEST_USERNAME: Final = 200


@router.post("/token", summary="登录，取得令牌", dependencies=[Public])
async def make_token(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], request: Request, wired: Wired
) -> Token:
    """OAuth2 password flow for the accounts of the store.

    The token is good for ``expires_in`` seconds, unless the account's log-ins are ended before. After many wrong
    passwords the account is closed to an address for a while (429).
    """
    verify = partial(log_in, wired.engine, form.username, form.password)
    account = await _verified(request, wired, form.username, verify)
    return Token(access_token=wired.tokens.make(account), expires_in=wired.settings.token_minutes * 60)


@router.post("/password", summary="修改密码", status_code=204, dependencies=[Public])
async def put_password(body: PasswordBody, request: Request, wired: Wired) -> Response:
    """Change the password of one's own account, a temporary one as well. Every log-in of it ends; log in anew."""
    change = partial(change_password, wired.engine, body.username, body.password, body.new_password)
    wired.tokens.accounts.forget((await _verified(request, wired, body.username, change)).id)
    return Response(status_code=204)


async def _verified(request: Request, wired: Wiring, username: str, verify: Callable[[], Account]) -> Account:
    limits: LogInLimits = request.app.state.log_in_limits
    address, named = address_of(request), username[:LONGEST_USERNAME]
    limits.check(address, named)
    return await _VERIFYING.run(partial(_tried, wired, limits, address, named, verify))


def _tried(
    wired: Wiring, limits: LogInLimits, address: str, username: str, verify: Callable[[], Account]
) -> Account:
    limits.check(address, username)  # of those that waited, no more than are left
    try:
        return verify()
    except WrongPassword as wrong:
        if limits.failed(address, username):
            record_failure(wired.engine, wrong.account)
        raise HTTPException(401, "用户名或密码不正确。", {"WWW-Authenticate": "Bearer"}) from None
