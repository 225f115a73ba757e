"""Log-in of the embedded accounts."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm
from starlette.exceptions import HTTPException

from adapters.store.people.accounts import Account, account_by_username
from api.auth import Public
from api.cases.views import Token
from commands.access.audit_trail import record_log_in
from commands.access.caller import Caller
from commands.wiring import Wiring, wiring
from domain.case.roles import Role

router = APIRouter(prefix="/v1/auth", tags=["登录"])

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")
"""Verified when there is no such account, so that the time tells nothing."""

_AT_ONCE = ThreadPoolExecutor(2, thread_name_prefix="log-in")
"""A log-in costs 64 MiB for a moment; more than two at once would only wait for each other."""


@router.post("/token", summary="登录，取得令牌", dependencies=[Public])
async def make_token(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], wired: Annotated[Wiring, Depends(wiring)]
) -> Token:
    """OAuth2 password flow for the embedded accounts.

    The token is good for ``expires_in`` seconds.
    """
    verify = partial(_verified, wired, form.username, form.password)
    account = await asyncio.get_running_loop().run_in_executor(_AT_ONCE, verify)
    if account is None:
        raise HTTPException(401, "用户名或密码不正确。", {"WWW-Authenticate": "Bearer"})
    caller = Caller(
        account=account.id,
        name=account.display_name,
        roles=tuple(Role(role) for role in account.roles),
        department=account.department,
        unit=account.unit,
    )
    return Token(access_token=wired.tokens.make(caller), expires_in=wired.settings.token_minutes * 60)


def _verified(wired: Wiring, username: str, password: str) -> Account | None:
    account = None if "\x00" in username else account_by_username(wired.engine, username)
    account = account if account and account.password_hash else None  # others log in at their issuer
    try:
        _HASHER.verify(account.password_hash if account else _NOBODY, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        if account is not None:
            record_log_in(wired, account.id, succeeded=False)
        return None
    if account is not None:
        record_log_in(wired, account.id, succeeded=True)
    return account
