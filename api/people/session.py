"""Logging in with an account of the store, and changing its password."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.security import OAuth2PasswordRequestForm
from starlette.exceptions import HTTPException

from adapters.store.people.accounts import Account
from api.auth import Public
from api.cases.views import Token
from api.wiring import Wired
from commands.accounts.bodies import PasswordBody
from commands.accounts.logging_in import WrongPassword, change_password, log_in

router = APIRouter(prefix="/v1/auth", tags=["登录"])

_AT_ONCE = ThreadPoolExecutor(2, thread_name_prefix="log-in")
"""A log-in costs 64 MiB for a moment; more than two at once would only wait for each other."""


@router.post("/token", summary="登录，取得令牌", dependencies=[Public])
async def make_token(form: Annotated[OAuth2PasswordRequestForm, Depends()], wired: Wired) -> Token:
    """OAuth2 password flow for the accounts of the store.

    The token is good for ``expires_in`` seconds, unless the account's log-ins are ended before.
    """
    account = await _verified(partial(log_in, wired.engine, form.username, form.password))
    return Token(access_token=wired.tokens.make(account), expires_in=wired.settings.token_minutes * 60)


@router.post("/password", summary="修改密码", status_code=204, dependencies=[Public])
async def put_password(body: PasswordBody, wired: Wired) -> Response:
    """Change the password of one's own account, a temporary one as well. Every log-in of it ends; log in anew."""
    change = partial(change_password, wired.engine, body.username, body.password, body.new_password)
    wired.tokens.accounts.forget((await _verified(change)).id)
    return Response(status_code=204)


async def _verified(verify: Callable[[], Account]) -> Account:
    try:
        return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, verify)
    except WrongPassword:
        raise HTTPException(401, "用户名或密码不正确。", {"WWW-Authenticate": "Bearer"}) from None
